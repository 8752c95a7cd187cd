import { sql, type RawBuilder } from 'kysely';
import {
  RecordedOutcome,
  type ChangeReport,
  type Intent,
  type RecordedChange,
} from '../../domain/change/change-record.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { UnreadableJson } from '../../domain/values/json.ts';
import { mayHaveChangedAll } from '../../domain/change/recorded-effect.ts';
import { bodyOf } from '../../store/records/read-record.ts';
import { outcomeOf } from '../../store/kinds/parts/stored-outcome.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { unavailable } from '../../store/engines/unavailable.ts';

/** The outcomes of changes that changed nothing, or only the kinds that they name. */
const withoutEffect = sql.join(
  Object.values(RecordedOutcome)
    .filter((outcome) => !mayHaveChangedAll(outcome))
    .map((outcome) => sql.lit(outcome)),
);

const outcomeOfChange = sql`select 1 from ledger_record as outcome
  where outcome.change_id = ledger_record.change_id and outcome.kind = 'outcome'`;

/** Holds for records whose change has no outcome yet. */
export const hasNoOutcome = sql<boolean>`not exists (${outcomeOfChange})`;

/**
 * Holds for records whose change may have changed something, of a kind or at all (null). A change
 * that was not done as a whole names the kinds that it changed.
 */
export function hasEffect(kind: DeviceKind | null): RawBuilder<boolean> {
  const unchanged = kind === null ? sql`` : sql` or outcome.kinds not like ${`%|${kind}|%`}`;
  return sql<boolean>`not exists (${outcomeOfChange}
    and outcome.result in (${withoutEffect})
    and (outcome.kinds is null${unchanged}))`;
}

/** Finds the settlement of the change of a record in a table. */
export function settlementOf(table: string): RawBuilder<unknown> {
  return sql`select 1 from ledger_record as settlement
    where settlement.change_id = ${sql.ref(`${table}.change_id`)} and settlement.kind = 'settlement'`;
}

/** The records of a change besides its request. */
type LaterRow = Pick<RecordRow, 'kind' | 'body'>;

/**
 * Returns the changes of intents and refusals, in the same order, each with its outcome and its
 * report; null for one that this version cannot read: a list must not fail by its worst row.
 */
export async function changesOf(
  db: Reading,
  rows: readonly Pick<RecordRow, 'change_id' | 'body'>[],
): Promise<(RecordedChange | null)[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.change_id);
  const later = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'kind', 'body'])
    .where('kind', 'in', ['outcome', 'settlement', 'report', 'taking'])
    .where('change_id', 'in', ids)
    .execute();
  const laterByChange = Map.groupBy(later, (row) => row.change_id);
  return rows.map((row) => {
    const records = laterByChange.get(row.change_id) ?? [];
    return readable(() => ({
      ...changeOf(row, {
        outcome: rowOfKind(records, 'outcome'),
        settlement: rowOfKind(records, 'settlement'),
      }),
      report: reportOf(records),
    }));
  });
}

/**
 * Returns the only change of a list, or null if the list is empty. A decision that depends on one
 * change must not take it for absent. @throws Failure `AUDIT_UNAVAILABLE` if it cannot be read
 */
export function onlyChange<T>([change]: readonly (T | null)[]): T | null {
  if (change === null) throw unavailable('this version cannot read the record of the change');
  return change ?? null;
}

/** Returns what is read; null if this version cannot read it. `ledger verify` reports it. */
export function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableJson) return null;
    throw error;
  }
}

function rowOfKind(rows: readonly LaterRow[], kind: LaterRow['kind']): LaterRow | undefined {
  return rows.find((row) => row.kind === kind);
}

/** Returns the report in the records of a change; null without one. */
function reportOf(rows: readonly LaterRow[]): ChangeReport | null {
  const report = stepOf(rowOfKind(rows, 'report'));
  return report && { ...report, taken: stepOf(rowOfKind(rows, 'taking')) };
}

function stepOf(row: LaterRow | undefined): Omit<ChangeReport, 'taken'> | null {
  const body = row && bodyOf(row);
  const isStep = body?.kind === 'report' || body?.kind === 'taking';
  return isStep ? { at: body.at, actor: body.actor } : null;
}

/** Returns a change by its id; null if it was pruned or cannot be read. */
export async function readableChange(db: Reading, id: string): Promise<RecordedChange | null> {
  const rows = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'body'])
    .where('change_id', '=', id)
    .where('kind', '=', 'intent')
    .execute();
  const [change = null] = await changesOf(db, rows);
  return change;
}

/** The rows of the records that follow the request of a change, if it has them. */
type FollowingRows = Partial<Record<'outcome' | 'settlement', Pick<RecordRow, 'body'> | undefined>>;

/**
 * Returns the change of an intent or a refusal, and of what followed it. Its report is omitted.
 * @throws UnreadableJson
 */
export function changeOf(
  request: Pick<RecordRow, 'body'>,
  { outcome, settlement }: FollowingRows = {},
): RecordedChange {
  const body = bodyOf(request);
  if (body.kind !== 'intent' && body.kind !== 'refusal') {
    throw new Error(`record ${body.number} of ${body.realm} is not an intent`);
  }
  return {
    id: body.change,
    at: body.at,
    intent: body.intent,
    ...endOf(body.intent, { outcome, settlement }),
    refusal: body.kind === 'refusal' ? body.code : null,
    overrode: body.kind === 'intent' ? body.overrode : [],
    report: null,
  };
}

/** The end of a change: what AM's lists have shown later is the outcome. */
function endOf(
  intent: Intent,
  { outcome, settlement }: FollowingRows,
): Pick<RecordedChange, 'outcome' | 'settled'> {
  const end = outcome && bodyOf(outcome);
  if (end?.kind !== 'outcome') return { outcome: null, settled: null };
  const first = { ...outcomeOf(end.outcome, intent), at: end.at };
  const later = settlement && bodyOf(settlement);
  if (later?.kind !== 'settlement') return { outcome: first, settled: null };
  const now = { ...outcomeOf(later.outcome, intent), at: end.at };
  return { outcome: now, settled: { at: later.at, unclear: first } };
}

import { sql, type RawBuilder } from 'kysely';
import { isStepUp, type RecordedChange } from '../../domain/change/change-record.ts';
import type {
  Reported,
  ReportState,
  ReportStep,
  Taken,
} from '../../domain/change/change-report.ts';
import type { SearchLimit } from '../../domain/ledger-ports/ledger.ts';
import { append, changeIdIn } from '../../store/records/chain.ts';
import { changesOf } from '../records/changes.ts';
import type { LedgerOutbox } from '../outbox/outbox.ts';
import { reportEvent } from '../outbox/outbox-events.ts';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import { isOfActor, isOfSignInLike } from '../../store/records/who.ts';
import { limitedBy, type Limited } from '../../domain/values/limit.ts';

/** Holds for the records of reports, in a table named `report`, that are not taken. */
export const isOpenReport = isReportIn('OPEN', 'report');

/** Holds for the records of reports in a state, in the table of that name; any state by default. */
export function isReportIn(state: ReportState | undefined, table: string): RawBuilder<boolean> {
  if (state === undefined) return sql<boolean>`1 = 1`;
  const taking = sql`select 1 from ledger_record as taking
    where taking.change_id = ${sql.ref(`${table}.change_id`)} and taking.kind = 'taking'`;
  return state === 'TAKEN' ? sql`exists (${taking})` : sql`not exists (${taking})`;
}

/** A step at a moment, in milliseconds. */
type StepAt = ReportStep & { readonly now: number };

/** What limits a report, and where it is reported. */
interface ReportParts {
  readonly limits: readonly SearchLimit[];
  readonly outbox: LedgerOutbox;
}

/** Records and reports a report of a change, unless it has one. */
export async function report(
  transaction: Writing,
  step: StepAt,
  { limits, outbox }: ReportParts,
): Promise<Reported & { readonly hasMessage?: boolean }> {
  const found = await reportedChange(transaction, step.id);
  if (found === null) return { kind: 'unknown change' };
  const { change, realm } = found;
  if (isWithoutEffect(change)) return { kind: 'not reportable' };
  if (change.report !== null) return { kind: 'reported', change };
  const reached = await reachedLimit(transaction, step, limits);
  if (reached !== null) return reached;
  const { actor, now } = step;
  await append(
    transaction,
    { realm, change: change.id, now },
    { kind: 'report', ...contentOf(step) },
  );
  const events = { events: [reportEvent(change)], about: change.intent.target, at: now };
  const hasMessage = await outbox.add(transaction, events);
  const at = new Date(now).toISOString();
  const reported = { ...change, report: { at, actor, taken: null } };
  return { kind: 'reported', change: reported, hasMessage };
}

/** Whether AM was asked for nothing, or refused all because the sign-in was too weak. */
function isWithoutEffect({ refusal, intent, outcome }: RecordedChange): boolean {
  const results = outcome?.results ?? [];
  const isTooWeak = results.length > 0 && results.every(isStepUp);
  return refusal !== null || intent.dryRun || isTooWeak;
}

/** Records who takes care of a report. The first one stands. */
export async function takeReport(transaction: Writing, step: StepAt): Promise<Taken> {
  const found = await reportedChange(transaction, step.id);
  const { report: reported = null } = found?.change ?? {};
  if (found === null || reported === null) return { kind: 'no report' };
  const { change, realm } = found;
  if (reported.taken !== null) return { kind: 'taken', change };
  const { actor, now } = step;
  await append(
    transaction,
    { realm, change: change.id, now },
    { kind: 'taking', ...contentOf(step) },
  );
  const taken = { at: new Date(now).toISOString(), actor };
  return { kind: 'taken', change: { ...change, report: { ...reported, taken } } };
}

function contentOf({ actor, correlationId, clientCorrelationId }: StepAt) {
  return {
    actor,
    correlationId,
    ...(clientCorrelationId !== undefined && { clientCorrelationId }),
  };
}

interface FoundChange {
  readonly change: RecordedChange;
  readonly realm: string;
}

async function reportedChange(db: Reading, reference: string): Promise<FoundChange | null> {
  const id = changeIdIn(reference);
  if (id === null) return null;
  const requests = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'realm', 'body'])
    .where('change_id', '=', id)
    .where('kind', 'in', ['intent', 'refusal'])
    .execute();
  const [change] = await changesOf(db, requests);
  const [request] = requests;
  return change && request ? { change, realm: request.realm } : null;
}

/** Returns the limit that one more report of the actor would exceed, or null. */
async function reachedLimit(
  db: Reading,
  { actor, now }: StepAt,
  limits: readonly SearchLimit[],
): Promise<Limited | null> {
  for (const rate of limits) {
    const { most, withinSeconds } = rate;
    const since = now - withinSeconds * 1_000;
    const filling = await db
      .selectFrom('ledger_record')
      .select('at')
      .where(isOfActor(actor))
      .where(isOfSignInLike(actor))
      .where('kind', '=', 'report')
      .where('at', '>', since)
      .orderBy('at', 'desc')
      .offset(most - 1)
      .limit(1)
      .executeTakeFirst();
    const rule = { limit: 'REPORTS', whose: 'reports', rate } as const;
    if (filling !== undefined) return limitedBy(rule, { at: filling.at, now });
  }
  return null;
}

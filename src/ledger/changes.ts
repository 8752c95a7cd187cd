import type { RecordedChange } from '../domain/change-record.ts';
import { bodyOf } from './record.ts';
import type { Reading } from './store.ts';
import type { RecordRow } from './tables.ts';

/** Returns the changes of intents and refusals, in the same order, each with its outcome. */
export async function changesOf(
  db: Reading,
  rows: readonly Pick<RecordRow, 'change_id' | 'body'>[],
): Promise<RecordedChange[]> {
  if (rows.length === 0) return [];
  const outcomes = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'body'])
    .where('kind', '=', 'outcome')
    .where(
      'change_id',
      'in',
      rows.map((row) => row.change_id),
    )
    .execute();
  const outcomeByChange = new Map(outcomes.map((row) => [row.change_id, row]));
  return rows.map((row) => changeOf(row, outcomeByChange.get(row.change_id)));
}

/** Returns the change of one intent or refusal, with its outcome. */
export async function changeWithOutcome(
  db: Reading,
  row: Pick<RecordRow, 'change_id' | 'body'>,
): Promise<RecordedChange> {
  const closed = await db
    .selectFrom('ledger_record')
    .select('body')
    .where('kind', '=', 'outcome')
    .where('change_id', '=', row.change_id)
    .executeTakeFirst();
  return changeOf(row, closed);
}

/** Returns the change of an intent or a refusal, and of its outcome where there is one. */
export function changeOf(
  asked: Pick<RecordRow, 'body'>,
  closed: Pick<RecordRow, 'body'> | undefined,
): RecordedChange {
  const body = bodyOf(asked);
  if (body.kind !== 'intent' && body.kind !== 'refusal') {
    throw new Error(`record ${body.number} of ${body.realm} is no intent`);
  }
  const end = closed === undefined ? undefined : bodyOf(closed);
  return {
    id: body.change,
    at: body.at,
    intent: body.intent,
    outcome: end?.kind === 'outcome' ? { ...end.outcome, at: end.at } : null,
    refusal: body.kind === 'refusal' ? body.code : null,
    overrode: body.kind === 'intent' ? body.overrode : [],
  };
}

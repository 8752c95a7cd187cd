import { mailChannel, type Retried } from '../../domain/outbox/outbox.ts';
import { changeIdIn } from '../../store/records/chain.ts';
import type { Changing, Writing } from '../../store/tables/handles.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';
import { limitedBy } from '../../domain/values/limit.ts';

/** How often the mail about one change can be sent again within an hour. */
const mostRetries = 5;
const hourMs = 3_600_000;

/**
 * Makes messages due now, as if they were new, also those that were given up; without ids, all.
 * Returns how many.
 */
export async function sendAgain(
  db: Changing,
  ids: readonly string[] | null,
  now: number,
): Promise<number> {
  const update = db
    .updateTable('outbox_message')
    .set({ state: 'waiting', due_at: now, added_at: now, ended_at: null, attempts: 0 })
    .where('state', 'in', ['waiting', 'failed']);
  const { numUpdatedRows } = await (
    ids === null ? update : update.where('id', 'in', ids)
  ).executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Sends the mail about a change again that was given up, or whose last attempt failed. */
export async function retryNotice(
  transaction: Writing,
  { reference, now }: { readonly reference: string; readonly now: number },
): Promise<Retried> {
  const change = changeIdIn(reference);
  if (change === null) return { kind: 'nothing' };
  const rows = await transaction
    .selectFrom('outbox_message')
    .select(['id', 'state', 'problem', 'retries', 'retries_since'])
    .where('change_id', '=', change)
    .where('channel', '=', mailChannel)
    .where('kind', '=', 'change')
    .execute();
  const ids = rows.filter(canBeRetried).map(({ id }) => id);
  if (ids.length === 0) return { kind: 'nothing' };
  const { retries, since } = retriesOf(rows, now);
  if (retries >= mostRetries) {
    const rate = { most: mostRetries, withinSeconds: hourMs / 1000 };
    return limitedBy({ limit: 'NOTICE_RETRIES', whose: 'retries', rate }, { at: since, now });
  }
  const count = await sendAgain(transaction, ids, now);
  await transaction
    .updateTable('outbox_message')
    .set({ retries: retries + 1, retries_since: since })
    .where('id', 'in', ids)
    .execute();
  return { kind: 'retried', count };
}

/** A message that waits without a problem is new, or is being sent for the first time. */
function canBeRetried({ state, problem }: Pick<OutboxRow, 'state' | 'problem'>): boolean {
  return state === 'failed' || (state === 'waiting' && problem !== null);
}

/** The retries of the current hour. A start in the future is old: the clock was set back. */
function retriesOf(
  rows: readonly Pick<OutboxRow, 'retries' | 'retries_since'>[],
  now: number,
): { readonly retries: number; readonly since: number } {
  const current = rows.filter(
    ({ retries_since: since }) => since !== null && since > now - hourMs && since <= now,
  );
  return {
    retries: Math.max(0, ...current.map(({ retries }) => retries)),
    since: Math.min(now, ...current.map(({ retries_since: since }) => since ?? now)),
  };
}

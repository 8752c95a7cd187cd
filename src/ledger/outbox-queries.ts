import { sql } from 'kysely';
import type { OutboxFigures, OutboxMessage } from '../domain/outbox.ts';
import { eventOf } from './outbox-events.ts';
import { endedRow, recipientOf } from './outbox-rows.ts';
import type { Reading } from './store.ts';
import type { OutboxRow } from './tables.ts';

/** How long a process may take to send a claimed message, in milliseconds. */
const leaseMs = 60_000;

/** Returns how many messages wait, by channel; also of channels that are switched off. */
export async function outboxFigures(db: Reading, now: number): Promise<OutboxFigures[]> {
  const waiting = await db
    .selectFrom('outbox_message')
    .select(({ fn }) => [
      'channel',
      fn.countAll<number>().as('count'),
      fn.min('added_at').as('oldest'),
    ])
    .where('state', '=', 'waiting')
    .groupBy('channel')
    .execute();
  const off = await db.selectFrom('outbox_channel').select('name').execute();
  const names = new Set([...waiting.map(({ channel }) => channel), ...off.map(({ name }) => name)]);
  return [...names].toSorted().map((channel) => {
    const row = waiting.find((one) => one.channel === channel);
    return {
      channel,
      waiting: row?.count ?? 0,
      oldestMs: row === undefined ? 0 : Math.max(0, now - row.oldest),
      isOff: off.some(({ name }) => name === channel),
    };
  });
}

/**
 * One statement, so that it is atomic on both engines. A concurrent claim on PostgreSQL waits for
 * the row and then sees that it is no longer due.
 */
export function claimRows(
  db: Reading,
  { channel, most, now }: { readonly channel: string; readonly most: number; readonly now: number },
): Promise<OutboxRow[]> {
  const due = db
    .selectFrom('outbox_message as due')
    .select('due.number')
    .where('due.state', '=', 'waiting')
    .where('due.channel', '=', channel)
    .where('due.due_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outbox_message as earlier')
            .select('earlier.number')
            .where('earlier.state', '=', 'waiting')
            .where('earlier.channel', '=', channel)
            .whereRef('earlier.person', '=', 'due.person')
            // Each recipient's messages have their own order.
            .where(sql<boolean>`coalesce(earlier.address, '') = coalesce(due.address, '')`)
            .whereRef('earlier.number', '<', 'due.number'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('outbox_channel').select('name').where('name', '=', channel))),
    )
    .orderBy('due.number')
    .limit(most);
  return db
    .updateTable('outbox_message')
    .set((row) => ({ due_at: now + leaseMs, attempts: row('attempts', '+', 1) }))
    .where('number', 'in', due)
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .returningAll()
    .execute();
}

/** Null, and given up, if its event cannot be read or its change was pruned. */
export async function messageOf(db: Reading, row: OutboxRow): Promise<OutboxMessage | null> {
  const { id, channel, attempts } = row;
  const event = await eventOf(db, row);
  const recipient = recipientOf(row);
  if (event !== null) return { id, channel, attempts, event, recipient };
  await db
    .updateTable('outbox_message')
    .set({ ...endedRow('failed', row.due_at - leaseMs), problem: 'RECORD_UNREADABLE' })
    .where('number', '=', row.number)
    .execute();
  return null;
}

import type { OutboxFigures, OutboxMessage } from '../../domain/outbox/outbox.ts';
import { leaseMs, releaseFollowers } from './outbox-claims.ts';
import { eventOf } from './outbox-events.ts';
import { endedRow, recipientOf } from './outbox-rows.ts';
import type { Changing, Reading } from '../../store/tables/handles.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';

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

/** Null, and given up, if its event cannot be read or its change was pruned. */
export async function messageOf(db: Changing, row: OutboxRow): Promise<OutboxMessage | null> {
  const { id, channel, attempts } = row;
  const event = await eventOf(db, row);
  const recipient = recipientOf(row);
  if (event !== null) return { id, channel, attempts, event, recipient };
  await db
    .updateTable('outbox_message')
    .set({ ...endedRow('failed', row.due_at - leaseMs), problem: 'RECORD_UNREADABLE' })
    .where('number', '=', row.number)
    .execute();
  await releaseFollowers(db, [id]);
  return null;
}

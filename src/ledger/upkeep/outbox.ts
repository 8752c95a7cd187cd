import { isStream } from '../../domain/outbox/signal-stream.ts';
import { releaseFollowers } from '../outbox/outbox-claims.ts';
import { sendAgain } from '../outbox/outbox-retry.ts';
import { endedRow } from '../outbox/outbox-rows.ts';
import { insertStreamSignal } from '../outbox/signal-streams.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';

/** Returns the messages that wait or were given up, oldest first. */
export function listMessages(db: Reading): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox_message')
    .selectAll()
    .where('state', 'in', ['waiting', 'failed'])
    .orderBy('number')
    .execute();
}

/** Makes messages due now, also those that were given up; without an id, all. Returns how many. */
export async function retryMessages(store: Store, id?: string): Promise<number> {
  const now = await store.now();
  return store.change((db) => sendAgain(db, id === undefined ? null : [id], now));
}

/** Drops a message that waits or was given up. Returns whether there was one. */
export async function dropMessage(store: Store, id: string): Promise<boolean> {
  const now = await store.now();
  const { numUpdatedRows } = await store.change((db) =>
    db
      .updateTable('outbox_message')
      .set(endedRow('dropped', now))
      .where('id', '=', id)
      .where('state', 'in', ['waiting', 'failed'])
      .executeTakeFirst(),
  );
  await store.change((db) => releaseFollowers(db, [id]));
  return numUpdatedRows > 0n;
}

/**
 * Switches a channel on again after its receiver has refused all messages. The receiver of a stream
 * is notified (SSF 1.0 §8.1.5). Returns whether it was off.
 */
export async function switchOn(store: Store, name: string): Promise<boolean> {
  const at = await store.now();
  return store.append(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('outbox_channel')
      .where('name', '=', name)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    const signal = { kind: 'stream-updated', status: 'enabled', at } as const;
    if (isStream(name)) await insertStreamSignal(transaction, name, signal);
    return true;
  }, 'outcome');
}

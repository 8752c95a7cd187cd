import { sql } from 'kysely';
import { isUnderstood } from '../../store/tables/needs.ts';
import type { Changing, Reading } from '../../store/tables/handles.ts';
import type { OutboxRow } from '../../store/tables/tables.ts';

/** How long a process may take to send a claimed message, in milliseconds. */
export const leaseMs = 60_000;

/** How many due messages a claim looks at: so many at once, and so often. */
const lookAt = 32;
const mostLooks = 4;

interface Claim {
  readonly channel: string;
  readonly most: number;
  readonly now: number;
}

/**
 * Claims messages in the order in which they are due, by an index and in constant time: what a
 * claim looks at does not depend on how many messages wait. Messages that wait for another one of
 * their person are put off, so that they do not stand before others; its end makes them due.
 */
export async function claimRows(db: Changing, { channel, most, now }: Claim): Promise<OutboxRow[]> {
  const claimed: OutboxRow[] = [];
  for (let look = 0; look < mostLooks && claimed.length < most; look += 1) {
    const due = await dueMessages(db, channel, now);
    const numbersOf = (blocked: number): number[] =>
      due.filter((row) => row.blocked === blocked).map(({ number }) => number);
    const wanted = numbersOf(0).slice(0, most - claimed.length);
    claimed.push(...(await claimFree(db, wanted, now)));
    await putOff(db, numbersOf(1), now);
    if (due.length < lookAt) break;
  }
  return claimed;
}

/** A literal, because SQLite uses the partial indexes of these messages only then. */
const isWaiting = sql<boolean>`state = 'waiting'`;

/** Whether an earlier message of the same person and recipient waits, for the row `due`. */
const isBlocked = sql<boolean>`exists (select 1 from outbox_message as earlier
  where earlier.state = 'waiting' and earlier.channel = due.channel
    and earlier.person = due.person and earlier.number < due.number
    and coalesce(earlier.address, '') = coalesce(due.address, ''))`;

/** The first messages that are due; none of a channel that is off. */
function dueMessages(
  db: Reading,
  channel: string,
  now: number,
): Promise<{ readonly number: number; readonly blocked: number }[]> {
  return db
    .selectFrom('outbox_message as due')
    .select(['number', sql<number>`case when ${isBlocked} then 1 else 0 end`.as('blocked')])
    .where(isWaiting)
    .where(isUnderstood)
    .where('channel', '=', channel)
    .where('due_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('outbox_channel').select('name').where('name', '=', channel))),
    )
    .orderBy('due_at')
    .limit(lookAt)
    .execute();
}

/**
 * One statement, so that it is atomic on both engines. A concurrent claim on PostgreSQL waits for
 * the row and then sees that it is no longer due.
 */
async function claimFree(db: Changing, numbers: readonly number[], now: number) {
  if (numbers.length === 0) return [];
  return db
    .updateTable('outbox_message as due')
    .set((row) => ({ due_at: now + leaseMs, attempts: row('attempts', '+', 1) }))
    .where('number', 'in', numbers)
    .where(isUnderstood)
    .where(isWaiting)
    .where('due_at', '<=', now)
    .where(({ not }) => not(isBlocked))
    .returningAll()
    .execute();
}

async function putOff(db: Changing, numbers: readonly number[], now: number): Promise<void> {
  if (numbers.length === 0) return;
  await db
    .updateTable('outbox_message as due')
    .set({ due_at: now + leaseMs })
    .where('number', 'in', numbers)
    .where(isWaiting)
    .where('due_at', '<=', now)
    .where(isBlocked)
    .execute();
}

/** How many messages of one person are made due at once: at least one for each recipient. */
const mostFollowers = 8;

/**
 * Makes the next messages due of the people whose messages have ended, in one statement. Without a
 * call they are due within a minute. They are as old as before, whatever the clock of this machine
 * says.
 */
export async function releaseFollowers(db: Changing, ids: readonly string[]): Promise<void> {
  const followers = db
    .selectFrom('outbox_message as due')
    .innerJoin('outbox_message as ended', (join) =>
      join.onRef('ended.channel', '=', 'due.channel').onRef('ended.person', '=', 'due.person'),
    )
    .select('due.number')
    .where('ended.id', 'in', ids)
    .where('due.state', '=', sql.lit('waiting'))
    .orderBy('due.number')
    .limit(mostFollowers * ids.length);
  await db
    .updateTable('outbox_message as due')
    .set((row) => ({ due_at: row.ref('added_at') }))
    .where('number', 'in', followers)
    .where('attempts', '=', 0)
    .whereRef('due_at', '>', 'added_at')
    .where(({ not }) => not(isBlocked))
    .execute();
}

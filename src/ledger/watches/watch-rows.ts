/** The rows of watched resets: claimed for one look, moved to the next one, removed at the end. */
import { isUnderstood } from '../../store/tables/needs.ts';
import type { Changing } from '../../store/tables/handles.ts';
import type { WatchRow } from '../../store/tables/tables.ts';

/** How long a process may take for a look, in milliseconds. */
const leaseMs = 60_000;

/** One statement, so that two processes never claim one look. */
export function claimRow(db: Changing, now: number): Promise<WatchRow | undefined> {
  return db
    .updateTable('registration_watch')
    .set({ due_at: now + leaseMs })
    .where('id', 'in', (due) =>
      due
        .selectFrom('registration_watch')
        .select('id')
        .where('due_at', '<=', now)
        .where(isUnderstood)
        .orderBy('due_at')
        .limit(1),
    )
    .where('due_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Sets the next look, or ends the watch (null). Returns whether the look still was this process's:
 * each claim moves the due time, so it names the claim. A reset that came meanwhile must be
 * compared next, so its due time stays, and the look counts.
 */
export async function setNext(
  db: Changing,
  row: WatchRow,
  next: Pick<WatchRow, 'due_at' | 'is_found'> | null,
): Promise<boolean> {
  const isDone = next === null ? await remove(db, row) : await update(db, row, next);
  if (isDone || row.later_id !== null) return isDone;
  const current = await db
    .selectFrom('registration_watch')
    .select(['later_id', 'looked_at'])
    .where('id', '=', row.id)
    .executeTakeFirst();
  if (current === undefined || current.later_id === null) return false;
  return current.looked_at === row.looked_at;
}

async function update(
  db: Changing,
  { id, due_at }: WatchRow,
  values: Partial<WatchRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('registration_watch')
    .set(values)
    .where('id', '=', id)
    .where('due_at', '=', due_at)
    .where('later_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function remove(db: Changing, { id, later_id, due_at }: WatchRow): Promise<boolean> {
  const claimed = db
    .deleteFrom('registration_watch')
    .where('id', '=', id)
    .where('due_at', '=', due_at);
  const { numDeletedRows } = await (
    later_id === null ? claimed.where('later_id', 'is', null) : claimed
  ).executeTakeFirst();
  return numDeletedRows > 0n;
}

import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { OpenQuery } from '../../domain/ledger-ports/ledger.ts';
import { changeOf, hasNoOutcome, readable } from '../records/changes.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { NoteUnreadable } from '../records/unreadable.ts';

/** How much time one statement covers: those of a busy month would exceed its time limit. */
const windowMs = 6 * 3_600_000;

/**
 * Returns the changes without an outcome, oldest first. One that this version cannot read is left
 * to the version that wrote it.
 */
export async function openIntents(
  db: Reading,
  { before, after }: OpenQuery,
  note: NoteUnreadable,
): Promise<RecordedChange[]> {
  const end = before.getTime();
  const rows = [];
  if (after === undefined) rows.push(...(await openWithin(db, 0, end)));
  else
    for (let from = after.getTime(); from < end; from += windowMs)
      rows.push(...(await openWithin(db, from, Math.min(from + windowMs, end))));
  return rows.flatMap((row) => {
    const change = readable(() => changeOf(row));
    if (change === null) note(row.change_id);
    return change ?? [];
  });
}

function openWithin(db: Reading, from: number, end: number) {
  return (
    db
      .selectFrom('ledger_record')
      .select(['change_id', 'body'])
      .where('kind', '=', 'intent')
      .where('at', '<', end)
      .where('at', '>=', from)
      // The partial index on times requires it.
      .where('actor', 'is not', null)
      .where(hasNoOutcome)
      .orderBy('at')
      .execute()
  );
}

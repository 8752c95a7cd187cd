import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { HistoryPage } from '../../domain/ledger-ports/ledger-history.ts';
import { changesOf } from '../records/changes.ts';
import { cursorOf, type ListPosition } from '../records/cursor.ts';
import type { ReadingInParts } from '../../store/precedence.ts';
import type { RecordRow } from '../../store/tables/tables.ts';

/** How many changes of a page are read at a time: less than a millisecond's work. */
const rowsOfPart = 20;

/** Returns the page of the first rows; `rows` has one more if the list goes on. */
export async function pageOf(
  { db, giveWay }: ReadingInParts,
  rows: readonly (ListPosition & Pick<RecordRow, 'change_id' | 'body'>)[],
  first: number,
): Promise<HistoryPage> {
  const shown = rows.slice(0, first);
  const changes: (RecordedChange | null)[] = [];
  for (let from = 0; from < shown.length; from += rowsOfPart) {
    await giveWay();
    changes.push(...(await changesOf(db, shown.slice(from, from + rowsOfPart))));
  }
  return {
    changes: changes.flatMap((change, index) =>
      change === null ? [] : [{ ...change, cursor: cursorOf(shown[index]) }],
    ),
    unreadable: shown.flatMap(({ change_id: id }, at) => (changes[at] === null ? [id] : [])),
    end: shown.length === 0 ? null : cursorOf(shown.at(-1)),
    hasMore: rows.length > first,
  };
}

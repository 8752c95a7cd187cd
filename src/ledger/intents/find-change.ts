import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { ChangeReference } from '../../domain/ledger-ports/ledger-history.ts';
import { changeIdIn } from '../../store/records/chain.ts';
import { changesOf, onlyChange } from '../records/changes.ts';
import { newestOfKey } from '../records/repeats.ts';
import type { Reading } from '../../store/tables/handles.ts';

/** Returns a change by its reference number, or null. */
export async function findChange(
  db: Reading,
  reference: ChangeReference,
  now: number,
): Promise<RecordedChange | null> {
  if (typeof reference !== 'string') {
    const ofKey = await newestOfKey(db, { ...reference, now });
    return onlyChange(await changesOf(db, ofKey));
  }
  const changeId = changeIdIn(reference);
  return changeId === null ? null : onlyChange(await changesWith(db, [changeId]));
}

/** Returns changes by their ids; one that is absent, or cannot be read, is left out. */
export async function findChanges(
  db: Reading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecordedChange>> {
  const found = ids.length === 0 ? [] : await changesWith(db, ids);
  return new Map(found.flatMap((change) => (change === null ? [] : [[change.id, change]])));
}

async function changesWith(db: Reading, ids: readonly string[]) {
  const rows = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'body'])
    .where('change_id', 'in', ids)
    .where('kind', 'in', ['intent', 'refusal'])
    .execute();
  return changesOf(db, rows);
}

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
  if (changeId === null) return null;
  const rows = await db
    .selectFrom('ledger_record')
    .select(['change_id', 'body'])
    .where('change_id', '=', changeId)
    .where('kind', 'in', ['intent', 'refusal'])
    .execute();
  return onlyChange(await changesOf(db, rows));
}

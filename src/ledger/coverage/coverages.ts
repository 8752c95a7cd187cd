import {
  coveredKinds,
  type CoverageQuery,
  type KindSet,
  type RecordedCoverage,
} from '../../domain/devices/coverage.ts';
import type { Reading } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';

/** Keeps a count. It is no record of a change, and no part of a chain. */
export async function recordCoverage(
  store: Store,
  { realm, area, countedAt, ...counts }: CoverageQuery & RecordedCoverage,
): Promise<void> {
  const row = {
    realm,
    area: area ?? '',
    counted_at: countedAt,
    is_whole: counts.isWhole ? 1 : 0,
    with_one_device: counts.withOneDevice,
    not_read: counts.notRead,
    kind_sets: counts.kindSets.map(({ kinds, people }) => `${kinds.join()}:${people}`).join(' '),
  };
  await store.change((db) =>
    db
      .insertInto('device_coverage')
      .values(row)
      .onConflict((conflict) => conflict.columns(['realm', 'area', 'counted_at']).doUpdateSet(row))
      .execute(),
  );
}

/** The last count of a realm or area; null without one. */
export async function lastCoverage(
  db: Reading,
  { realm, area }: CoverageQuery,
): Promise<RecordedCoverage | null> {
  const row = await db
    .selectFrom('device_coverage')
    .selectAll()
    .where('realm', '=', realm)
    .where('area', '=', area ?? '')
    .orderBy('counted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    countedAt: row.counted_at,
    isWhole: row.is_whole === 1,
    withOneDevice: row.with_one_device,
    notRead: row.not_read,
    kindSets: row.kind_sets === '' ? [] : row.kind_sets.split(' ').map(readKindSet),
  };
}

/** Removes counts from before a time. */
export async function pruneCoverage(store: Store, before: Date): Promise<void> {
  await store.change((db) =>
    db.deleteFrom('device_coverage').where('counted_at', '<', before.getTime()).execute(),
  );
}

/** Reads `OATH,PUSH:12`; without devices it is `:3`. */
function readKindSet(text: string): KindSet {
  const [names = '', people = ''] = text.split(':');
  const kinds = coveredKinds.filter((kind) => names.split(',').includes(kind));
  return { kinds, people: Number(people) };
}

import { changeOf } from '../changes.ts';
import { bodyOf } from '../record.ts';
import type { Store } from '../store.ts';
import type { RecordRow } from '../tables.ts';
import { ocsfEvent } from './ocsf.ts';
import type { OcsfVersion } from './ocsf-parts.ts';
import { ocsfSearchEvent } from './ocsf-search.ts';
import { realmsOf, walkRealm } from './walk.ts';
import type { Mark } from './walk.ts';

/** What is exported, to whom, and who is told how far it has come. */
export interface Export {
  readonly version: OcsfVersion;
  /** Where to continue; undefined for the beginning. */
  readonly from: Mark | undefined;
  readonly write: (line: string) => Promise<void>;
  readonly progress: (mark: Mark) => void;
}

/**
 * Writes an event for every search, and for every change: where its outcome is recorded, or where it was refused. An intent
 * that has no outcome yet is an event of unknown status; a later export has its outcome, with the same `metadata.uid`.
 */
export async function exportEvents(
  store: Store,
  { version, from, write, progress }: Export,
): Promise<number> {
  let events = 0;
  const realms = await store.read(realmsOf);
  for (const realm of realms.filter((one) => from === undefined || one >= from.realm)) {
    const number = from?.realm === realm ? from.number : 1;
    for await (const page of walkRealm(store, { realm, number })) {
      const lines = await eventsOf(store, page, version);
      for (const line of lines) await write(line);
      events += lines.length;
      progress({ realm, number: (page.at(-1)?.number ?? number) + 1 });
    }
  }
  return events;
}

async function eventsOf(
  store: Store,
  page: readonly RecordRow[],
  version: OcsfVersion,
): Promise<string[]> {
  const others = await othersOf(store, page);
  return page
    .map((row) => eventOf(row, others.get(row.change_id) ?? [], version))
    .filter((line) => line !== null);
}

type Other = Pick<RecordRow, 'change_id' | 'kind' | 'body'>;

/** Every record of the changes of a page. */
async function othersOf(
  store: Store,
  page: readonly RecordRow[],
): Promise<ReadonlyMap<string, readonly Other[]>> {
  const ids = [...new Set(page.map((row) => row.change_id))];
  const rows = await store.read((db) =>
    db
      .selectFrom('ledger_record')
      .select(['change_id', 'kind', 'body'])
      .where('change_id', 'in', ids)
      .execute(),
  );
  return Map.groupBy(rows, (row) => row.change_id);
}

function eventOf(row: RecordRow, records: readonly Other[], version: OcsfVersion): string | null {
  const body = bodyOf(row);
  const { realm, number, hash } = row;
  const place = { realm, number, hash, previous: body.previous };
  if (body.kind === 'search') return JSON.stringify(ocsfSearchEvent(body, place, version));
  const asked = records.find(({ kind }) => kind === 'intent' || kind === 'refusal');
  const closed = records.find(({ kind }) => kind === 'outcome');
  // An outcome whose intent was pruned says nothing by itself.
  if (asked === undefined || row.kind === 'checkpoint') return null;
  if (row.kind === 'intent' && closed !== undefined) return null;
  return JSON.stringify(ocsfEvent(changeOf(asked, closed), place, version));
}

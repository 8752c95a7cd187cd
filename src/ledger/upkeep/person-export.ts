/** All that a ledger keeps about one person, for the person (GDPR, article 15). */
import { isFields, parsed, UnreadableJson } from '../../domain/values/json.ts';
import type { Store } from '../../store/store.ts';
import type { RecordRow } from '../../store/tables/tables.ts';
import { namesOfPerson, otherNamesIn, placesOf, type PersonNames } from './person-names.ts';
import { rowsAbout } from './person-rows.ts';
import { startsFrom, walkRealm, type Mark } from './walk.ts';

interface PersonExportOptions {
  readonly name: string;
  readonly realm: string;
  readonly write: (line: string) => Promise<void>;
  /** Called after each page. */
  readonly progress: (mark: Mark) => void;
  /** Called for each record that names the person perhaps, and cannot be read. */
  readonly onUnreadable: (mark: Mark) => void;
}

/** Someone else in a record of the person. */
interface Seer {
  readonly name: string;
  readonly realm: string | null;
  readonly first: string;
  last: string;
  records: number;
}

/**
 * Writes one JSON object with all records and rows that name a person, and who saw them. Every
 * record is looked at: of some kinds no column names the person. Returns how many name the person.
 */
export async function exportPerson(store: Store, options: PersonExportOptions): Promise<number> {
  const { name, realm, write, progress } = options;
  const names = await namesOfPerson(store, { name, realm });
  const found = new FoundRecords(names, options.onUnreadable);
  await write(`{"person":${JSON.stringify({ realm, name, entries: names.entries })},`);
  await write(`"exportedAt":${JSON.stringify(new Date(await store.now()).toISOString())},`);
  await write('"records":[');
  let separator = '';
  for await (const row of allRecords(store, progress)) {
    const record = found.recordOf(row);
    if (record === null) continue;
    await write(`${separator}${JSON.stringify(record)}`);
    separator = ',';
  }
  const rows = await rowsAbout(store, names, [...found.changes]);
  await write('],');
  await write(`"rows":${JSON.stringify(rows)},`);
  await write(`"seenBy":${JSON.stringify(found.seenBy)}}`);
  return found.count + Object.values(rows).flat().length;
}

async function* allRecords(
  store: Store,
  progress: (mark: Mark) => void,
): AsyncGenerator<RecordRow> {
  for (const start of await startsFrom(store, undefined))
    for await (const page of walkRealm(store, start)) {
      yield* page;
      progress({ realm: start.realm, number: (page.at(-1)?.number ?? start.number) + 1 });
    }
}

/** The records of a person, and who else is in them. */
class FoundRecords {
  /** The changes of the person: their later records name no one. */
  readonly changes = new Set<string>();
  count = 0;
  readonly #names: PersonNames;
  readonly #onUnreadable: PersonExportOptions['onUnreadable'];
  readonly #seers = new Map<string, Seer>();

  constructor(names: PersonNames, onUnreadable: PersonExportOptions['onUnreadable']) {
    this.#names = names;
    this.#onUnreadable = onUnreadable;
  }

  get seenBy(): readonly Seer[] {
    return [...this.#seers.values()].toSorted((one, other) => (one.first < other.first ? -1 : 1));
  }

  /** What the export has of a record; null if it is not about the person. */
  recordOf(row: RecordRow): Readonly<Record<string, unknown>> | null {
    const isOfChange = this.changes.has(row.change_id);
    if (!isOfChange && !this.#names.needles.some((needle) => row.body.includes(needle)))
      return null;
    const body = this.#bodyOf(row);
    const places = placesOf(this.#names, body);
    if (body === null || (!isOfChange && places.length === 0)) return null;
    this.count += 1;
    const { realm, number, kind, change_id: change, hash } = row;
    const about = { realm, number, kind, change, at: new Date(row.at).toISOString(), hash };
    // What a person did to others is kept about both: the others are left out.
    if (!isOfChange && places.every(isOfActor))
      return { ...about, named: places, effect: row.effect, result: row.result };
    this.changes.add(change);
    this.#noteSeers(row, body);
    return { ...about, named: places, body };
  }

  #bodyOf({ realm, number, body }: RecordRow): unknown {
    try {
      return parsed(body);
    } catch (error) {
      if (!(error instanceof UnreadableJson)) throw error;
      this.#onUnreadable({ realm, number });
      return null;
    }
  }

  #noteSeers(row: RecordRow, body: unknown): void {
    const at = new Date(row.at).toISOString();
    for (const { name, realm } of otherNamesIn(this.#names, isFields(body) ? body : {})) {
      const key = JSON.stringify([realm, name]);
      const seer = this.#seers.get(key) ?? { name, realm, first: at, last: at, records: 0 };
      seer.last = at;
      seer.records += 1;
      this.#seers.set(key, seer);
    }
  }
}

/** Whether a place in a record is that of someone who acted. */
function isOfActor(place: string): boolean {
  return /(?:^|\.)(?:actor|agent|by)$/.test(place);
}

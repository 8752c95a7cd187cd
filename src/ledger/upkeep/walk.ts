import type { Reading } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';
import type { RecordRow } from '../../store/tables/tables.ts';

/** A position in the ledger: a realm, and the number of a record in its chain. */
export interface Mark {
  readonly realm: string;
  readonly number: number;
}

/** How many records one query reads. */
const pageSize = 1_000;

/**
 * Returns the realms that have records, in order. Each is one step in the index: `distinct` would
 * read all records.
 */
export async function realmsOf(db: Reading): Promise<string[]> {
  const realms: string[] = [];
  for (let last = ''; ;) {
    const after = last;
    const next = await db
      .selectFrom('ledger_record')
      .select('realm')
      .where('realm', '>', after)
      .orderBy('realm')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return realms.sort();
    last = next.realm;
    realms.push(last);
  }
}

/** Returns the start of each realm to walk, beginning at a position if there is one. */
export async function startsFrom(store: Store, from: Mark | undefined): Promise<Mark[]> {
  const realms = await store.query(realmsOf);
  return realms
    .filter((realm) => from === undefined || realm >= from.realm)
    .map((realm) => ({ realm, number: from?.realm === realm ? from.number : 1 }));
}

/** Reads all records of a realm, starting with a number, in pages. */
export async function* walkRealm(
  store: Store,
  { realm, number }: Mark,
): AsyncGenerator<readonly RecordRow[]> {
  for (let next = number; ;) {
    const from = next;
    const page = await store.query((db) =>
      db
        .selectFrom('ledger_record')
        .selectAll()
        .where('realm', '=', realm)
        .where('number', '>=', from)
        .orderBy('number')
        .limit(pageSize)
        .execute(),
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    next = last.number + 1;
  }
}

import type { Reading, Store } from '../store.ts';
import type { RecordRow } from '../tables.ts';

/** A place in the ledger: a realm, and the number of a record in its chain. */
export interface Mark {
  readonly realm: string;
  readonly number: number;
}

/** How many records are read at once. */
const pageSize = 1_000;

/** The realms that have records, in the order in which they are walked. */
export async function realmsOf(db: Reading): Promise<string[]> {
  const rows = await db.selectFrom('ledger_record').select('realm').distinct().execute();
  return rows.map(({ realm }) => realm).sort();
}

/** Every record of a realm from a number on, in pages. */
export async function* walkRealm(
  store: Store,
  { realm, number }: Mark,
): AsyncGenerator<readonly RecordRow[]> {
  let next = number;
  for (;;) {
    const page = await store.read((db) => pageFrom(db, { realm, number: next }));
    if (page.length === 0) return;
    yield page;
    next = (page.at(-1)?.number ?? next) + 1;
  }
}

function pageFrom(db: Reading, { realm, number }: Mark): Promise<RecordRow[]> {
  return db
    .selectFrom('ledger_record')
    .selectAll()
    .where('realm', '=', realm)
    .where('number', '>=', number)
    .orderBy('number')
    .limit(pageSize)
    .execute();
}

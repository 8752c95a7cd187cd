/** Copies a ledger of SQLite to PostgreSQL, with every table and the chains as they are. */
import { sql } from 'kysely';
import type { Reading, Writing } from '../../store/tables/handles.ts';
import { isClaimed } from '../../store/tables/needs.ts';
import { lastRecord } from '../../store/records/chain.ts';
import type { Store } from '../../store/store.ts';
import type { Head } from './verify.ts';
import { realmsOf } from './walk.ts';

/** How far a copy is. */
export interface CopyProgress {
  readonly table: string;
  readonly rows: number;
  readonly of: number;
}

interface CopyOptions {
  /** Called after each page. */
  readonly progress: (progress: CopyProgress) => void;
}

/** Whether the target has the ledger now, or which of its tables had other rows. */
export type Copied =
  | { readonly kind: 'copied' | 'copied before'; readonly rows: number }
  | { readonly kind: 'in use'; readonly tables: readonly string[] };

/** Rows of one statement: with the longest records, about 30 MB. */
const pageSize = 500;

/** Every table: the type of `isClaimed` names all of them. The counted table comes last. */
const countedTable = 'campaign_count';
const tables: readonly string[] = [
  ...Object.keys(isClaimed).filter((table) => table !== countedTable),
  countedTable,
];

/**
 * Copies all rows in one transaction. If the target has the same rows from a run that ended before
 * the old ledger was marked, or holds others, copies nothing.
 */
export async function copyLedger(
  source: Store,
  target: Store,
  { progress }: CopyOptions,
): Promise<Copied> {
  const counts = await source.query(countsOf);
  const rows = counts.reduce((sum, { of }) => sum + of, 0);
  return target.append(async (transaction): Promise<Copied> => {
    await sql`lock table ${sql.join(tables.map((table) => sql.table(table)))} in exclusive mode`.execute(
      transaction,
    );
    const found = await countsOf(transaction);
    const filled = found.filter(({ of }) => of > 0).map(({ table }) => table);
    if (filled.length > 0) {
      const isSame =
        isEqual(counts, found) && isEqual(await source.query(headsOf), await headsOf(transaction));
      return isSame ? { kind: 'copied before', rows } : { kind: 'in use', tables: filled };
    }
    const indexes = await dropIndexes(transaction);
    for (const { table, of } of counts)
      await copyTable({ source, target: transaction }, { table, of, progress });
    for (const index of indexes) await sql.raw(index).execute(transaction);
    return { kind: 'copied', rows };
  });
}

/** The last record of each realm. */
export async function headsOf(db: Reading): Promise<Head[]> {
  const heads: Head[] = [];
  for (const realm of await realmsOf(db)) {
    const last = await lastRecord(db, realm);
    if (last !== undefined) heads.push({ realm, number: last.number, hash: last.hash });
  }
  return heads;
}

interface Count {
  readonly table: string;
  readonly of: number;
}

async function countsOf(db: Reading): Promise<Count[]> {
  const counts: Count[] = [];
  for (const table of tables) {
    const { rows } = await sql<{ rows: number }>`
      select count(*) as rows from ${sql.table(table)}`.execute(db);
    counts.push({ table, of: rows[0]?.rows ?? 0 });
  }
  return counts;
}

/** Both ends of a copy. */
interface Ends {
  readonly source: Store;
  readonly target: Writing;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Copies a table page by page, in the order of its rows. */
async function copyTable(
  { source, target }: Ends,
  { table, of, progress }: Count & CopyOptions,
): Promise<void> {
  // Triggers have counted the lines already.
  if (table === countedTable) await sql`delete from ${sql.table(table)}`.execute(target);
  for (let after = 0, rows = 0; ;) {
    const from = after;
    const page = await source.query((db) =>
      sql<Readonly<Record<string, unknown>> & { readonly rowid: number }>`
        select rowid as rowid, * from ${sql.table(table)}
        where rowid > ${from} order by rowid limit ${pageSize}`.execute(db),
    );
    const last = page.rows.at(-1);
    if (last === undefined) return;
    // Only the columns of the table are read from the text.
    await sql`insert into ${sql.table(table)}
      select * from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(page.rows)}::json)`.execute(
      target,
    );
    after = last.rowid;
    rows += page.rows.length;
    progress({ table, rows, of });
  }
}

/**
 * Drops the indexes that no constraint needs, and returns the statements that create them: an index
 * that is built once costs less than one that grows with each page.
 */
async function dropIndexes(target: Writing): Promise<string[]> {
  const { rows } = await sql<{ name: string; statement: string }>`
    select format('%I.%I', schemaname, indexname) as name, indexdef as statement from pg_indexes
    where schemaname = current_schema() and tablename in (${sql.join(tables)})
      and not exists (
        select 1 from pg_constraint
        where conindid = format('%I.%I', schemaname, indexname)::regclass)
    order by indexname`.execute(target);
  for (const { name } of rows) await sql`drop index ${sql.raw(name)}`.execute(target);
  return rows.map(({ statement }) => statement);
}

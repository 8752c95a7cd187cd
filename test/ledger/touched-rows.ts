/** What the statements of a read touch: rows on PostgreSQL, ranges of indexes on SQLite. */
import { CompiledQuery, type KyselyPlugin } from 'kysely';
import type { Changing, Reading } from '../../src/store/tables/handles.ts';
import type { Store } from '../../src/store/store.ts';
import type { RecordRow } from '../../src/store/tables/tables.ts';
import { engine } from './stores.ts';

/** Adds copies of a record, each with what differs. They are in no chain. */
export async function addCopies(
  store: Store,
  row: RecordRow,
  copies: readonly Partial<RecordRow>[],
): Promise<void> {
  const rows = copies.map((copy, index) => ({
    ...row,
    number: 1_000_000 + index,
    change_id: `copy-${index}`,
    ...copy,
  }));
  await store.append(async (transaction) => {
    for (let start = 0; start < rows.length; start += 500)
      await transaction
        .insertInto('ledger_record')
        .values(rows.slice(start, start + 500))
        .execute();
  });
  if (engine === 'PostgreSQL')
    await store.change((db) => db.executeQuery(CompiledQuery.raw('analyze ledger_record')));
}

/**
 * Returns which steps of a read are not bounded by a key or by a range of an index. On PostgreSQL
 * these are the nodes that read more than `most` rows.
 */
export function unboundedSteps(
  store: Store,
  read: (db: Reading) => Promise<unknown>,
  most: number,
  isBounded = byKeyOrTime,
): Promise<readonly string[]> {
  return store.change(async (db) => {
    const statements: CompiledQuery[] = [];
    const spy: KyselyPlugin = {
      transformQuery: ({ node, queryId }) => {
        statements.push(db.getExecutor().compileQuery(node, queryId));
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    await read(db.withPlugin(spy));
    const steps: string[] = [];
    for (const statement of statements)
      steps.push(
        ...(engine === 'SQLite'
          ? (await searches(db, statement)).filter((step) => !isBounded.test(step))
          : await long(db, statement, most)),
      );
    return steps;
  });
}

/** Steps over results of other steps read no table. */
const isResult = /^(?:SCAN|SEARCH) (?:\(subquery|counted|recent|\d)/;
const byKeyOrTime =
  /INDEX (?:sqlite_autoindex_\w+|ledger_record_once) |=\? AND (?:at|number)[<>]\?/;

async function searches(db: Changing, { sql, parameters }: CompiledQuery): Promise<string[]> {
  const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
  const { rows } = await db.executeQuery<{ readonly detail: string }>(plan);
  return rows
    .map(({ detail }) => detail)
    .filter((step) => /^(?:SCAN|SEARCH)/.test(step) && !isResult.test(step));
}

async function long(
  db: Changing,
  { sql, parameters }: CompiledQuery,
  most: number,
): Promise<string[]> {
  const plan = CompiledQuery.raw(`explain (analyze, timing off) ${sql}`, [...parameters]);
  const { rows } = await db.executeQuery<{ readonly 'QUERY PLAN': string }>(plan);
  return rows
    .map((row) => row['QUERY PLAN'])
    .filter((line) => {
      const [, read = ''] = /(?:actual rows=|Rows Removed by [\w ]+: )(\d+)/.exec(line) ?? [];
      return Number(read) > most;
    });
}

/** What the statements of a read touch: rows on PostgreSQL, ranges of indexes on SQLite. */
import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';
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

/** Runs a read, and returns its result and the statements that it has sent. */
async function statementsOf<T>(
  db: Changing,
  read: (db: Reading) => Promise<T>,
): Promise<{ readonly result: T; readonly statements: readonly CompiledQuery[] }> {
  const statements: CompiledQuery[] = [];
  const spy: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      statements.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { result: await read(db.withPlugin(spy)), statements };
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
    const steps: string[] = [];
    for (const statement of (await statementsOf(db, read)).statements)
      steps.push(
        ...(engine === 'SQLite'
          ? (await searches(db, statement)).filter((step) => !isBounded.test(step))
          : await long(db, statement, most)),
      );
    return steps;
  });
}

/**
 * Returns the steps of a call that touch more than a number of rows of a table. SQLite does not
 * say how many rows it reads, so there these are the steps that read a whole table or index.
 */
export async function stepsBeyond(
  store: Store,
  call: () => unknown,
  most: number,
): Promise<readonly string[]> {
  const steps: string[] = [];
  const spied = <T>(act: (db: Reading) => Promise<T>): Promise<T> =>
    store.change(async (db) => {
      const { result, statements } = await statementsOf(db, act);
      for (const statement of statements)
        steps.push(
          ...(await (engine === 'SQLite' ? scans(db, statement) : long(db, statement, most))),
        );
      return result;
    });
  const spies = [
    jest.spyOn(store, 'query').mockImplementation(spied),
    jest
      .spyOn(store, 'queryCostly')
      .mockImplementation((act) => spied((db) => act({ db, giveWay: setImmediate }))),
  ];
  try {
    await call();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return [...new Set(steps)];
}

async function planOf(db: Changing, { sql, parameters }: CompiledQuery): Promise<string[]> {
  const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
  const { rows } = await db.executeQuery<{ readonly detail: string }>(plan);
  return rows.map(({ detail }) => detail);
}

/** Whole tables and indexes; one in the order of an index is bounded by its limit. */
async function scans(db: Changing, statement: CompiledQuery): Promise<string[]> {
  const steps = await planOf(db, statement);
  return steps.filter((step) => step.startsWith('SCAN') && !isResult.test(step));
}

/** Steps over results of other steps read no table. */
const isResult = /^(?:SCAN|SEARCH) (?:\(subquery|counted|recent|part|realms|\d|json_each)/;
const byKeyOrTime =
  /INDEX (?:sqlite_autoindex_\w+|ledger_record_once) |=\? AND (?:at|number)[<>]\?/;

async function searches(db: Changing, statement: CompiledQuery): Promise<string[]> {
  const steps = await planOf(db, statement);
  return steps.filter((step) => /^(?:SCAN|SEARCH)/.test(step) && !isResult.test(step));
}

/** A node of a plan of PostgreSQL. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The nodes that read more than `most` rows of a table, in all their loops. */
async function long(
  db: Changing,
  { sql, parameters }: CompiledQuery,
  most: number,
): Promise<string[]> {
  const plan = CompiledQuery.raw(`explain (analyze, timing off, format json) ${sql}`, [
    ...parameters,
  ]);
  const { rows } = await db.executeQuery<{
    readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[];
  }>(plan);
  return rows
    .flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)))
    .map((node) => ({ node, touched: touchedBy(node) }))
    .filter(({ touched }) => touched > most)
    .map(({ node, touched }) => `${node['Node Type']} of ${nameOf(node)} touches ${touched} rows`);
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function nameOf(node: PlanNode): string {
  return node['Index Name'] ?? node['Relation Name'] ?? '';
}

function touchedBy(node: PlanNode): number {
  if (nameOf(node) === '') return 0;
  const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Index Recheck': lossy = 0 } =
    node;
  return (node['Actual Rows'] + filtered + lossy) * node['Actual Loops'];
}

/** Creates databases in the PostgreSQL of `npm run postgres`, and measures the size of ledgers. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Store, StoreSettings } from '../../src/store/store.ts';
import { readState } from '../../test/postgres/state.ts';

/** Creates an empty database. Resolves to undefined if no server is running. */
export async function createDatabase(): Promise<
  { readonly url: string; drop(): Promise<void> } | undefined
> {
  const state = readState();
  if (state === undefined) return undefined;
  const name = `bench_${process.pid}`;
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: state.url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(state.url);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}

/** The size of the records and their indexes in bytes. */
export async function sizeOf(store: Store, { folder, postgres }: StoreSettings): Promise<number> {
  if (postgres === undefined) return statSync(join(folder, 'ledger.db')).size;
  const { rows } = await store.query((db) =>
    sql<{ bytes: number }>`select pg_total_relation_size('ledger_record') as bytes`.execute(db),
  );
  return Number(rows[0]?.bytes);
}

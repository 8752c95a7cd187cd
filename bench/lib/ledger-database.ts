/** The PostgreSQL of `npm run postgres`, where it runs, and how large a ledger is on either engine. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Store, StoreSettings } from '../../src/ledger/store.ts';
import { readState } from '../../test/postgres/state.ts';

/** An empty database; undefined where no server runs. */
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

/** The bytes of the records and their indexes. */
export async function sizeOf(store: Store, { folder, postgres }: StoreSettings): Promise<number> {
  if (postgres === undefined) return statSync(join(folder, 'ledger.db')).size;
  const { rows } = await store.read((db) =>
    sql<{ bytes: number }>`select pg_total_relation_size('ledger_record') as bytes`.execute(db),
  );
  return Number(rows[0]?.bytes);
}

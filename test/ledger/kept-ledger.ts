/** Ledgers of releases as documents: their migrations, and the rows of every table. */
import { Kysely, sql, type QueryExecutorProvider } from 'kysely';
import { Migrator } from 'kysely/migration';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { openEngine } from '../../src/store/engines/engine.ts';
import type { Store } from '../../src/store/store.ts';
import { migrations } from '../../src/store/tables/migrations.ts';
import { isClaimed } from '../../src/store/tables/needs.ts';
import { fill, personOf } from './filled.ts';
import { anActor, anOutcome } from './builders.ts';
import { createStore, engine, type OnLedger, type TestStore } from './stores.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** A ledger of a release. */
export interface KeptLedger {
  readonly migrations: readonly string[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** The statements that SQLite keeps of the tables, their indexes and triggers. */
  readonly statements: readonly string[];
}

const dayMs = 86_400_000;

/** Fills a ledger with every kind of record and a row of every table, and returns it. */
export async function keptLedger(on: OnLedger): Promise<KeptLedger> {
  await fill(on, 'alpha');
  on.store.clock.now += 800 * dayMs;
  const { now } = on.store.clock;
  const before = new Date(now - 400 * dayMs);
  await prune(on.ledger.store, { before, now, progress: () => undefined });
  // Before `fill` raises the threat level, which refuses changes.
  await settledChange(on);
  for (const realm of ['alpha', 'beta']) await fill(on, realm);
  await cancelledProof(on);
  await rowsBeside(on.ledger.store, now);
  return { migrations: Object.keys(migrations), ...(await contentOf(on.ledger.store)) };
}

/** A change whose outcome was unclear, and is settled. */
async function settledChange(on: OnLedger): Promise<void> {
  const id = await on.change({ target: personOf('beta'), ticket: 'INC-7' }, 'UNKNOWN');
  const by = { actor: anActor({ id: 'hugo' }), correlationId: 'c' };
  await on.ledger.settle({ id, outcome: anOutcome('CONFIRMED'), ...by });
}

async function cancelledProof({ ledger }: OnLedger): Promise<void> {
  const proof = { method: 'PUSH', agent: anActor({ id: 'hugo' }), correlationId: 'c' } as const;
  const started = await ledger.proofs?.start({ ...proof, person: personOf('beta') });
  if (started?.kind !== 'started') throw new Error('not started');
  await ledger.proofs?.cancel(started.id);
}

/** Rows that only a running gateway writes. */
async function rowsBeside(store: Store, at: number): Promise<void> {
  await store.change(async (db) => {
    const session = { id: 's', person: 'alpha bob', issuer_session: null, sealed: 'x' };
    await db
      .insertInto('page_session')
      .values({ ...session, begun_at: at, used_at: at })
      .execute();
    const off = { name: 'siem', off_at: at, problem: 'PAUSED', reason: null };
    await db.insertInto('outbox_channel').values(off).execute();
    const quota = { type: 'many-people', since: at, sent: 1, omitted: 2 } as const;
    await db
      .insertInto('security_quota')
      .values(quota)
      .onConflict((one) => one.doNothing())
      .execute();
    await db
      .insertInto('gateway_instance')
      .values({ id: 'g', seen_at: at, channels: '[]' })
      .execute();
    await db.insertInto('audit_position').values({ realm: 'alpha', number: 1 }).execute();
    const lease = { name: 'audit log', holder: 'g', until_at: at };
    await db.insertInto('audit_lease').values(lease).execute();
    await db.insertInto('ledger_owner').values({ id: 1, owner: 'AM' }).execute();
  });
}

async function contentOf(store: Store): Promise<Omit<KeptLedger, 'migrations'>> {
  return { rows: await rowsOf(store), statements: await statementsOf(store) };
}

/** Returns the rows of every table. */
export async function rowsOf(store: Store): Promise<KeptLedger['rows']> {
  const rows: Record<string, readonly Row[]> = {};
  for (const table of Object.keys(isClaimed)) {
    const found = await store.query((db) =>
      sql<Row>`select * from ${table === 'ledger_record' ? sql`ledger_record order by realm, number` : sql.table(table)}`.execute(
        db,
      ),
    );
    rows[table] = found.rows.map((row) => ({ ...row }));
  }
  return rows;
}

/** Empty on PostgreSQL, whose tables the same migrations create. */
export async function statementsOf(store: Store): Promise<readonly string[]> {
  if (engine !== 'SQLite') return [];
  const { rows } = await store.query((db) =>
    sql<{ sql: string }>`select sql from sqlite_schema
      where sql is not null and name not like 'kysely%' order by name`.execute(db),
  );
  return rows.map((row) => row.sql);
}

/** Creates the store of a kept ledger with the migrations of its release. */
export async function restore(kept: KeptLedger, on = engine): Promise<TestStore> {
  const store = await createStore(on, 'without tables');
  const db = new Kysely<unknown>({ dialect: openEngine(store.settings, {}).dialect });
  const own = kept.migrations.map((name) => [name, migrations[name]] as const);
  const provider = {
    getMigrations: async () =>
      Object.fromEntries(own.flatMap(([name, one]) => (one === undefined ? [] : [[name, one]]))),
  };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw new Error('The migrations failed.', { cause: error });
  for (const [table, rows] of Object.entries(kept.rows)) {
    // Triggers have counted the lines already.
    if (table === 'campaign_count') await sql`delete from campaign_count`.execute(db);
    for (const row of rows) await insert(db, table, row);
  }
  await db.destroy();
  return store;
}

/** Adds a row with the columns of its release, as its gateway does. */
export async function insert(db: QueryExecutorProvider, table: string, row: Row): Promise<void> {
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${columns})
    values (${sql.join(Object.values(row))})`.execute(db);
}

import { randomUUID } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import { Kysely, sql, type Transaction } from 'kysely';
import { Failure } from '../domain/failure.ts';
import { localLocks, type Locks } from '../domain/lock.ts';
import { openEngine, type Engine, type EngineOptions, type StoreSettings } from './engine.ts';
import { LedgerRefused } from './ledger-refused.ts';
import { fillLateColumns } from './late-columns.ts';
import { migrate, requireLedger } from './migrations.ts';
import { AppendHealth } from './append-health.ts';
import { claim } from './owner.ts';
import { isPassing } from './postgres.ts';
import type { LedgerTables } from './tables.ts';
import { errorCodeOf, unavailable } from './unavailable.ts';

/** Queries within a transaction that may also write. */
export type Writing = Transaction<LedgerTables>;

/** Queries outside a transaction. */
export type Reading = Kysely<LedgerTables>;

export type { StoreSettings } from './engine.ts';

/** The advisory lock of every append, in every process: a number that nothing else uses. */
const appendLock = 5_261_430_147;

/** Commits are durable even if the server's default is asynchronous. */
const takeAppendLock = sql`select pg_advisory_xact_lock(${sql.lit(appendLock)}),
  set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)`;

/** The SQLSTATE of a statement that a role may not run. */
const insufficientPrivilege = '42501';

const timeOfDatabase = sql<{ readonly time: number }>`
  select (extract(epoch from clock_timestamp()) * 1000)::double precision as time`;

/**
 * The records on either engine. Appends are exclusive across all processes, so what a transaction
 * reads still holds when it writes. Tables are migrated before the first query.
 */
export class Store {
  readonly #db: Kysely<LedgerTables>;
  /** Connections of their own for costly reads; on SQLite the same. */
  readonly #reads: Kysely<LedgerTables>;
  readonly #engine: Engine;
  readonly #options: EngineOptions;
  #migrated: Promise<void> | undefined;
  readonly #appends = new AppendHealth();

  private constructor(engine: Engine, options: EngineOptions) {
    const { dialect, readDialect } = engine;
    this.#db = new Kysely<LedgerTables>({ dialect });
    this.#reads =
      readDialect === undefined ? this.#db : new Kysely<LedgerTables>({ dialect: readDialect });
    this.#engine = engine;
    this.#options = options;
  }

  /**
   * Opens the store. If PostgreSQL cannot be reached, each query connects again.
   * @throws LedgerRefused if the store cannot work as configured
   */
  static async open(settings: StoreSettings, options: EngineOptions = {}): Promise<Store> {
    const { postgres } = settings;
    const store = new Store(openEngine(settings, options), options);
    try {
      await store.#prepare();
    } catch (error) {
      if (postgres === undefined || error instanceof LedgerRefused || !isPassing(error)) {
        await store.close();
        if (error instanceof LedgerRefused) throw error;
        const option = postgres === undefined ? 'DATA_DIR' : 'DATABASE_URL';
        const reason = messageOf(error);
        throw new LedgerRefused(`${option}: The ledger's tables cannot be used: ${reason}.`, {
          cause: error,
        });
      }
    }
    return store;
  }

  /** Whether other processes can use the store at the same time. */
  get isShared(): boolean {
    return this.#engine.locks !== undefined;
  }

  /** The locks that all processes on this store share. */
  get locks(): Locks {
    return this.#engine.locks ?? localLocks;
  }

  /** Runs a query. @throws Failure `AUDIT_UNAVAILABLE` */
  read<T>(query: (db: Reading) => Promise<T>): Promise<T> {
    return this.#available(() => query(this.#db));
  }

  /** Runs a query that may read very many records. @throws Failure `AUDIT_UNAVAILABLE` */
  readCostly<T>(query: (db: Reading) => Promise<T>): Promise<T> {
    return this.#available(() => query(this.#reads));
  }

  /**
   * Runs an exclusive transaction that may append. A part of SQLite's volume is reserved for
   * outcomes, so that a change that was begun can be ended. @throws Failure `AUDIT_UNAVAILABLE`
   */
  async write<T>(
    act: (transaction: Writing) => Promise<T>,
    about: 'outcome' | 'other' = 'other',
  ): Promise<T> {
    try {
      if (about === 'other') await this.#engine.requireSpace();
      const written = await this.#available(() => this.#exclusive(act));
      this.#engine.requirePlace();
      this.#appends.succeeded();
      return written;
    } catch (error) {
      this.#appends.failed(error);
      throw error;
    }
  }

  /**
   * Writes, to find out whether records can be written. After a failed append it also tries one:
   * a full disk may have room for an update and none for a longer table. After several failed ones
   * in a row it believes them for a while, and not the try: a damaged index, or a lock on a table,
   * stops what the try does not do.
   * @throws Failure `AUDIT_UNAVAILABLE`
   */
  async check(): Promise<void> {
    await this.#engine.requireSpace();
    this.#engine.requirePlace();
    await this.#available(() => this.#transaction(touch));
    if (!this.#appends.areInDoubt) return;
    await this.#available(() => this.#exclusive(tryAppend).catch(ignoreUndone));
    this.#appends.tried();
  }

  /** Returns the time of the database in milliseconds; null if the file belongs to this process. */
  async askTime(): Promise<number | null> {
    if (!this.isShared) return null;
    const { rows } = await this.read((db) => timeOfDatabase.execute(db));
    return rows[0]?.time ?? null;
  }

  /** The ledger's time in milliseconds, for a command that waits for nothing. */
  async now(): Promise<number> {
    return Math.round((await this.askTime()) ?? Date.now());
  }

  async close(): Promise<void> {
    await this.#engine.locks?.close();
    await this.#db.destroy();
    if (this.#reads !== this.#db) await this.#reads.destroy();
  }

  #exclusive<T>(act: (transaction: Writing) => Promise<T>): Promise<T> {
    return this.#transaction(async (exclusive) => {
      if (this.#engine.locks !== undefined) await takeAppendLock.execute(exclusive);
      return act(exclusive);
    });
  }

  #transaction<T>(act: (transaction: Writing) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(act);
  }

  async #available<T>(act: () => Promise<T>): Promise<T> {
    try {
      await this.#prepare();
      return await act();
    } catch (error) {
      this.#engine.noteError(error);
      throw error instanceof Failure ? error : unavailable(error);
    }
  }

  async #migrate(): Promise<void> {
    const { owner, isReading = false } = this.#options;
    if (isReading) return requireLedger(this.#db);
    await migrate(this.#db);
    await fillLateColumns(this.#db).catch(ignoreMissingRight);
    this.#engine.noteLedger();
    if (owner === undefined) return;
    const engine = this.#engine.locks === undefined ? 'SQLite' : 'PostgreSQL';
    await this.#transaction((transaction) => claim(transaction, owner, engine));
  }

  async #prepare(): Promise<void> {
    this.#migrated ??= this.#migrate();
    try {
      await this.#migrated;
    } catch (error) {
      this.#migrated = undefined;
      throw error;
    }
  }
}

/** Reads the records, and writes and removes a row of another table. */
async function touch(transaction: Writing): Promise<void> {
  await transaction.selectFrom('ledger_record').select('number').limit(1).execute();
  const row = { id: randomUUID(), person: '', sealed: '', begun_at: 0, used_at: 0 };
  await transaction.insertInto('page_session').values(row).execute();
  await transaction.deleteFrom('page_session').where('id', '=', row.id).execute();
}

/** Undoes a transaction that was only a try. */
class Undone extends Error {}

/** Appends a row of an ordinary size, and undoes it. */
async function tryAppend(transaction: Writing): Promise<never> {
  await sql`insert into ledger_record (realm, number, kind, change_id, at, body, hash)
    values ('', 0, 'check', 'check', 0, ${'x'.repeat(2_000)}, '')`.execute(transaction);
  throw new Undone();
}

/** The documented role of a gateway changes no record; `ledger migrate` has the owner's rights. */
function ignoreMissingRight(error: unknown): void {
  if (errorCodeOf(error) !== insufficientPrivilege) throw error;
}

function ignoreUndone(error: unknown): void {
  if (!(error instanceof Undone)) throw error;
}

function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

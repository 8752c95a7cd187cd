import { Failure } from '../domain/values/failure.ts';
import { Kysely, sql } from 'kysely';
import { localLocks, type Locks } from '../domain/values/lock.ts';
import {
  openEngine,
  type Engine,
  type EngineOptions,
  type StoreSettings,
} from './engines/engine.ts';
import { requireLedger } from './opening/migration-state.ts';
import { openingRefused } from './opening/opening-refused.ts';
import { requireUsable } from './opening/usable.ts';
import { migrate } from './tables/migrations.ts';
import { AppendHealth, ignoreUndone, touch, tryAppend } from './append-health.ts';
import { Precedence, type ReadingInParts } from './precedence.ts';
import { readOwner, takeAppendLock, type StoredOwner } from './append-lock.ts';
import { claim, requireOwned } from './tables/owner.ts';
import { isPassing } from './engines/postgres.ts';
import type { LedgerTables } from './tables/tables.ts';
import type { Changing, Reading, Writing } from './tables/handles.ts';
import { perhapsRecorded, unavailable } from './engines/unavailable.ts';

export type { StoreSettings } from './engines/engine.ts';

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
  readonly #precedence = new Precedence();

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
    const store = new Store(openEngine(settings, options), options);
    try {
      await store.#prepare();
    } catch (error) {
      const refused = openingRefused(error, settings);
      if (refused !== null) {
        await store.close();
        throw refused;
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

  /** Reads. @throws Failure `AUDIT_UNAVAILABLE` */
  query<T>(act: (db: Reading) => Promise<T>): Promise<T> {
    return this.#available(() => act(this.#db));
  }

  /**
   * Reads what may be very many records, after the changes under way. @throws Failure
   * `AUDIT_UNAVAILABLE`
   */
  queryCostly<T>(act: (reading: ReadingInParts) => Promise<T>): Promise<T> {
    const giveWay = (): Promise<void> => this.#precedence.giveWay();
    return this.#available(async () => {
      await giveWay();
      return act({ db: this.#reads, giveWay });
    });
  }

  /**
   * Changes rows beside the chain; each statement is a transaction. @throws Failure
   * `AUDIT_UNAVAILABLE`
   */
  change<T>(act: (db: Changing) => Promise<T>): Promise<T> {
    return this.#available(() => act(this.#db));
  }

  /**
   * Runs an exclusive transaction that may append a record. A part of SQLite's volume is reserved
   * for outcomes, so that a change that was begun can be ended. @throws Failure `AUDIT_UNAVAILABLE`
   */
  async append<T>(
    act: (transaction: Writing) => Promise<T>,
    about: 'outcome' | 'other' = 'other',
  ): Promise<T> {
    this.#precedence.started();
    try {
      if (about === 'other') await this.#engine.requireSpace();
      const written = await this.#available(() => this.#exclusive(act));
      this.#engine.requirePlace();
      this.#appends.succeeded();
      return written;
    } catch (error) {
      this.#appends.failed(error);
      throw error;
    } finally {
      this.#precedence.ended();
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
    await this.#available(() =>
      this.#transaction(async (transaction) => {
        this.#requireOwned(await readOwner.execute(transaction));
        await touch(transaction);
      }),
    );
    if (!this.#appends.areInDoubt) return;
    await this.#available(() => this.#exclusive(tryAppend).catch(ignoreUndone));
    this.#appends.tried();
  }

  /** Returns the time of the database in milliseconds; null if the file belongs to this process. */
  async askTime(): Promise<number | null> {
    if (!this.isShared) return null;
    const { rows } = await this.query((db) => timeOfDatabase.execute(db));
    return rows[0]?.time ?? null;
  }

  /** The ledger's time in milliseconds, for a command that waits for nothing. */
  async now(): Promise<number> {
    return Math.round((await this.askTime()) ?? Date.now());
  }

  async close(): Promise<void> {
    this.#engine.standstill?.close();
    await this.#engine.locks?.close();
    await this.#db.destroy();
    if (this.#reads !== this.#db) await this.#reads.destroy();
  }

  async #exclusive<T>(act: (transaction: Writing) => Promise<T>): Promise<T> {
    const { standstill } = this.#engine;
    if (standstill !== undefined) await standstill.ended();
    return this.#transaction(async (exclusive) => {
      const found = this.#engine.locks === undefined ? readOwner : takeAppendLock;
      this.#requireOwned(await found.execute(exclusive));
      return act(exclusive);
    });
  }

  /** @throws LedgerRefused if the ledger now has another owner, or none */
  #requireOwned({ rows: [found] }: { readonly rows: readonly StoredOwner[] }): void {
    if (this.#options.owner !== undefined) requireOwned(found?.owner, this.#options.owner);
  }

  /** @throws Failure that says so, if the transaction may be committed without an answer */
  async #transaction<T>(act: (transaction: Writing) => Promise<T>): Promise<T> {
    let isCommitting = false;
    const actAll = async (transaction: Writing): Promise<T> => {
      const result = await act(transaction);
      isCommitting = true;
      return result;
    };
    try {
      return await this.#db.transaction().execute(actAll);
    } catch (error) {
      throw isCommitting && this.isShared && isPassing(error) ? perhapsRecorded(error) : error;
    }
  }

  async #available<T>(act: () => Promise<T>): Promise<T> {
    try {
      await this.#prepare();
      return await act();
    } catch (error) {
      this.#engine.standstill?.note(error);
      throw error instanceof Failure ? error : unavailable(error);
    }
  }

  async #migrate(): Promise<void> {
    const { owner, isReading = false, create = true, migrates = false } = this.#options;
    if (isReading) return requireLedger(this.#db);
    const engine = this.#engine.name;
    await requireUsable(this.#db, { engine, owner, create, migrates });
    await migrate(this.#db);
    this.#engine.noteLedger();
    if (owner === undefined) return;
    await this.#transaction((transaction) => claim(transaction, owner));
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

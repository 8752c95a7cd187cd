import { isNativeError } from 'node:util/types';
import { Kysely, sql } from 'kysely';
import type { Dialect, Transaction, TransactionBuilder } from 'kysely';
import { Failure } from '../domain/failure.ts';
import { turnsOfOneProcess } from '../domain/turn.ts';
import type { Turns } from '../domain/turn.ts';
import { LedgerRefused } from './ledger-refused.ts';
import { migrate } from './migrations.ts';
import { isPassing, openPostgres } from './postgres.ts';
import type { PostgresSettings } from './postgres.ts';
import type { PostgresTurns } from './postgres-turns.ts';
import { openSqlite } from './sqlite.ts';
import type { LedgerTables } from './tables.ts';
import { unavailable } from './unavailable.ts';

/** Asks within the transaction that may also write. */
export type Writing = Transaction<LedgerTables>;

/** Asks outside of it. */
export type Reading = Kysely<LedgerTables>;

/** Which engine holds the records. */
export interface StoreSettings {
  /** The folder of the SQLite file, and of outcomes that could not be recorded yet. */
  readonly folder: string;
  /** PostgreSQL in place of SQLite; undefined where it is not configured. */
  readonly postgres: PostgresSettings | undefined;
}

/** An engine, and the turns of those who share it; a SQLite file belongs to one process. */
interface Engine {
  readonly dialect: Dialect;
  readonly turns: PostgresTurns | undefined;
}

/** The lock of everybody who appends, in every process; any number that nothing else in the database takes. */
const appendLock = 5_261_430_147;

/** Not answered before the record is on the disk of the server, whatever the server does by default. */
const takeAppendLock = sql`select pg_advisory_xact_lock(${sql.lit(appendLock)}),
  set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)`;

/**
 * The records on either engine. Whoever appends does so alone, in every process, so that what a transaction
 * reads is still so when it writes. The tables are made, or found to be up to date, before the first question.
 */
export class Store {
  readonly #db: Kysely<LedgerTables>;
  readonly #isPostgres: boolean;
  readonly #turns: PostgresTurns | undefined;
  #migrated: Promise<void> | undefined;

  private constructor({ dialect, turns }: Engine) {
    this.#db = new Kysely<LedgerTables>({ dialect });
    this.#isPostgres = turns !== undefined;
    this.#turns = turns;
  }

  /**
   * Opens the store, and makes a missing file unless `create` is false. A PostgreSQL that cannot be reached is no reason not to: it is asked again at each question.
   * @throws LedgerRefused where the store cannot work as configured
   */
  static async open(
    { folder, postgres }: StoreSettings,
    { create = true }: { readonly create?: boolean } = {},
  ): Promise<Store> {
    const store = new Store(
      postgres === undefined
        ? { dialect: openSqlite(folder, { create }), turns: undefined }
        : openPostgres(postgres),
    );
    try {
      await store.#prepare();
    } catch (error) {
      if (postgres === undefined || !isPassing(error)) {
        await store.close();
        throw new LedgerRefused(`The ledger's tables cannot be used: ${messageOf(error)}.`, {
          cause: error,
        });
      }
    }
    return store;
  }

  /** The turns that everybody keeps who has this store open. */
  get turns(): Turns {
    return this.#turns ?? turnsOfOneProcess;
  }

  /** Asks a question. @throws Failure `AUDIT_UNAVAILABLE` */
  read<T>(ask: (db: Reading) => Promise<T>): Promise<T> {
    return this.#available(() => ask(this.#db));
  }

  /** Runs a transaction that may append, alone. @throws Failure `AUDIT_UNAVAILABLE` */
  write<T>(act: (transaction: Writing) => Promise<T>): Promise<T> {
    return this.#available(() =>
      this.#transaction().execute(async (transaction) => {
        if (this.#isPostgres) await takeAppendLock.execute(transaction);
        return act(transaction);
      }),
    );
  }

  async close(): Promise<void> {
    await this.#turns?.close();
    await this.#db.destroy();
  }

  /** Every statement after the lock sees what others appended before; a stricter level would see an older state. */
  #transaction(): TransactionBuilder<LedgerTables> {
    const transaction = this.#db.transaction();
    return this.#isPostgres ? transaction.setIsolationLevel('read committed') : transaction;
  }

  async #available<T>(act: () => Promise<T>): Promise<T> {
    try {
      await this.#prepare();
      return await act();
    } catch (error) {
      throw error instanceof Failure ? error : unavailable(error);
    }
  }

  async #prepare(): Promise<void> {
    this.#migrated ??= migrate(this.#db);
    try {
      await this.#migrated;
    } catch (error) {
      this.#migrated = undefined;
      throw error;
    }
  }
}

function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

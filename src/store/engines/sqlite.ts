/**
 * SQLite, as built into Node. Only this file imports `node:sqlite`; newer versions rename its
 * classes.
 */
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';
import { LRUCache } from 'lru-cache';
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import type { DatabaseConnection, Dialect, SqliteDatabase, SqliteStatement } from 'kysely';
import { LedgerInUse, LedgerRefused } from '../tables/ledger-refused.ts';
import { fileOf, noteLedger, requireNoLostLedger } from './ledger-notes.ts';
import { SqliteLists } from './long-lists.ts';
import { isUnsafeSqlite } from './sqlite-version.ts';

/** The open file of a ledger. */
export interface SqliteFile {
  readonly dialect: Dialect;
  /** Whether the file is still the one at its path: SQLite goes on with a file that was removed. */
  readonly isInPlace: () => boolean;
  /** Notes in the folder that it holds a ledger, so that an empty file is no new one. */
  readonly noteLedger: () => void;
}

interface OpenOptions {
  readonly create: boolean;
  readonly warn: (message: string) => void;
}

/**
 * Opens the ledger's file exclusively. Creates a missing file if `create` is true, unless the
 * folder held a ledger before (R55).
 * @throws LedgerRefused if SQLite is unsafe, another process has the file, or it cannot be opened
 */
export function openSqlite(folder: string, { create, warn }: OpenOptions): SqliteFile {
  const path = fileOf(folder);
  const isThere = existsSync(path);
  if (!create && !isThere) {
    throw new LedgerRefused(`There is no ledger ${path}; set DATA_DIR to its folder.`);
  }
  const database = openFile(folder, path);
  try {
    const version = String(
      database.prepare('select sqlite_version() as version').get()?.['version'],
    );
    if (isUnsafeSqlite(version)) {
      throw new LedgerRefused(
        `This Node has SQLite ${version}, which can corrupt the ledger; use Node 24.15 or newer, or set DATABASE_URL.`,
      );
    }
    lockFile(database);
    const isEmpty = database.prepare('select 1 from sqlite_schema').get() === undefined;
    if (isEmpty) requireNoLostLedger(folder);
    if (isEmpty && isThere) warn(`The file ${path} was empty, so a new ledger starts.`);
  } catch (error) {
    database.close();
    throw refusalOf(error, path);
  }
  const dialect = new SqliteDialect({ database: adapt(database) });
  dialect.createDriver = () => new ImmediateDriver(database);
  dialect.createAdapter = () => new TransactionalAdapter();
  dialect.createQueryCompiler = () => new SqliteLists();
  const opened = inodeOf(path);
  return {
    dialect,
    isInPlace: () => opened !== null && inodeOf(path) === opened,
    noteLedger: () => noteLedger(folder, 'here'),
  };
}

function inodeOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
}

function openFile(folder: string, path: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(path);
    // The WAL file gets the same permissions.
    chmodSync(path, 0o600);
    return database;
  } catch (error) {
    throw refusalOf(error, path);
  }
}

/**
 * Exclusive locking mode must be set first: the WAL index then stays in memory, and the lock is
 * kept until the file is closed. The empty transaction takes the lock now, not with the first
 * record.
 */
function lockFile(database: DatabaseSync): void {
  database.exec('pragma locking_mode = exclusive');
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('begin exclusive');
  database.exec('commit');
}

/** SQLITE_BUSY and SQLITE_LOCKED. Extended codes use the upper bytes. */
const busyCodes = [5, 6];

function refusalOf(error: unknown, path: string): unknown {
  if (error instanceof LedgerRefused || !isNativeError(error)) return error;
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
  if (busyCodes.includes(code))
    return new LedgerInUse(
      `Another process has the ledger ${path} open; stop it, or set DATABASE_URL for more than one process.`,
      { cause: error },
    );
  return new LedgerRefused(
    `The ledger ${path} cannot be opened: ${error.message}. Set DATA_DIR to a folder that can be written to.`,
    { cause: error },
  );
}

/**
 * All migrations are one transaction: a process that ends halfway leaves the tables as they were.
 * Kysely avoids this on SQLite for migrations that change `pragma foreign_keys`; none here does.
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Takes the write lock when a transaction starts, so that what it reads still holds when it writes.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full disk has ended the transaction already; its error is the one to report. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** How many statements are kept: more than the code has, of the lengths of their short lists. */
const mostPrepared = 500;

/** Prepares a statement once, as long as it is used. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new LRUCache<string, SqliteStatement>({ max: mostPrepared });
  return {
    close: () => {
      prepared.clear();
      database.close();
    },
    prepare: (sql) => {
      const statement = prepared.get(sql) ?? adaptStatement(database.prepare(sql));
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...values.map(valueOf)),
    run: (values) => statement.run(...values.map(valueOf)),
    iterate: (values) => statement.iterate(...values.map(valueOf)),
  };
}

function valueOf(value: unknown): string | number | bigint | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return value;
  throw new TypeError(`SQLite accepts texts and numbers, not ${typeof value}`);
}

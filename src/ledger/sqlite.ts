/** SQLite, which comes with Node. The only file that imports `node:sqlite`: newer Nodes rename its classes. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';
import { CompiledQuery, SqliteDialect, SqliteDriver } from 'kysely';
import type {
  DatabaseConnection,
  Dialect,
  SqliteDatabase,
  SqliteDialectConfig,
  SqliteStatement,
} from 'kysely';
import { LedgerRefused } from './ledger-refused.ts';
import { isUnsafeSqlite } from './sqlite-version.ts';

/** The file of the ledger in its folder. */
const fileName = 'ledger.db';

/**
 * Opens the ledger's file for this process alone, and makes it where there is none and `create` says so.
 * @throws LedgerRefused where SQLite is unsafe, another process has the file, or it cannot be opened
 */
export function openSqlite(folder: string, { create }: { readonly create: boolean }): Dialect {
  const path = join(folder, fileName);
  if (!create && !existsSync(path)) {
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
    takeAlone(database);
  } catch (error) {
    database.close();
    throw refusalOf(error, path);
  }
  return new ImmediateDialect({ database: adapt(database) });
}

function openFile(folder: string, path: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(path);
    // The log beside it gets the same rights.
    chmodSync(path, 0o600);
    return database;
  } catch (error) {
    throw refusalOf(error, path);
  }
}

/**
 * The mode of locking comes first: with it, the index of the log stays in this process's memory, and the lock is
 * kept until the file is closed. The empty transaction takes it now rather than with the first record.
 */
function takeAlone(database: DatabaseSync): void {
  database.exec('pragma locking_mode = exclusive');
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('begin exclusive');
  database.exec('commit');
}

/** SQLITE_BUSY and SQLITE_LOCKED; extended codes have more in their upper bytes. */
const busyCodes = [5, 6];

function refusalOf(error: unknown, path: string): unknown {
  if (error instanceof LedgerRefused || !isNativeError(error)) return error;
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
  const refusal = busyCodes.includes(code)
    ? `Another process has the ledger ${path} open; stop it, or set DATABASE_URL for more than one process.`
    : `The ledger ${path} cannot be opened: ${error.message}. Set DATA_DIR to a folder that can be written to.`;
  return new LedgerRefused(refusal, { cause: error });
}

/** Takes the right to write at the start of a transaction, so that what it reads holds until it writes. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config);
  }
}

/** Texts of statements are few and made by code, so each is prepared once and kept. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => {
      prepared.clear();
      database.close();
    },
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = adaptStatement(database.prepare(sql));
      prepared.set(sql, statement);
      return statement;
    },
  };
}

type Value = string | number | bigint | null;

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...values.map(valueOf)),
    run: (values) => statement.run(...values.map(valueOf)),
    iterate: (values) => statement.iterate(...values.map(valueOf)),
  };
}

function valueOf(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return value;
  throw new TypeError(`SQLite takes texts and numbers, got ${typeof value}`);
}

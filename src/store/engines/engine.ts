import { statfs } from 'node:fs/promises';
import type { Dialect } from 'kysely';
import type { EngineName } from '../tables/owner.ts';
import type { LedgerOwner } from '../tables/owner-rows.ts';
import { noteLedger as note, requireNotedLedger } from './ledger-notes.ts';
import { openPostgres, type PostgresSettings } from './postgres.ts';
import type { PostgresLocks } from './postgres-locks.ts';
import type { Standstill } from './postgres-transactions.ts';
import { openSqlite } from './sqlite.ts';
import { unavailable } from './unavailable.ts';

/** The engine that holds the records. */
export interface StoreSettings {
  /** The folder of the SQLite file and of spooled outcomes. */
  readonly folder: string;
  /** PostgreSQL instead of SQLite; undefined if it is not configured. */
  readonly postgres: PostgresSettings | undefined;
}

/** The space of a volume, in bytes. */
interface Space {
  readonly free: number;
  readonly total: number;
}

export interface EngineOptions {
  /** Whose changes the ledger must hold; undefined for either, as commands read both. */
  readonly owner?: LedgerOwner;
  /** Whether to create a missing ledger. Default: true. */
  readonly create?: boolean;
  /**
   * Whether to migrate the tables of an older release in PostgreSQL, where its gateways may still
   * run. SQLite's file belongs to this process, which migrates it.
   */
  readonly migrates?: boolean;
  /** Whether only to read: tables of an older release then stay as they are. */
  readonly isReading?: boolean;
  /** Whether statements may take as long as they need, as those of commands on a large ledger. */
  readonly isPatient?: boolean;
  /** Logs a warning for the operator. */
  readonly warn?: (message: string) => void;
  /** Reads the space of the volume that holds a folder. */
  readonly spaceOf?: (folder: string) => Promise<Space>;
}

/** The share of SQLite's volume, and the most bytes, that only outcomes may use. */
const reservedShare = 0.05;
const mostReserved = 64 * 1_048_576;

/** How a store differs by its engine. */
export interface Engine {
  readonly name: EngineName;
  readonly dialect: Dialect;
  /** For costly reads; undefined on SQLite, which has one connection. */
  readonly readDialect?: Dialect;
  /** Undefined on SQLite, whose file belongs to one process. */
  readonly locks?: PostgresLocks;
  /** Notes that there is a ledger, once it has its tables. */
  readonly noteLedger: () => void;
  /** Undefined on SQLite, whose file no other process waits for. */
  readonly standstill?: Standstill;
  /** @throws Failure `AUDIT_UNAVAILABLE` if records would be lost */
  readonly requirePlace: () => void;
  /** @throws Failure `AUDIT_UNAVAILABLE` if the space that is left is reserved for outcomes */
  readonly requireSpace: () => Promise<void>;
}

/** Opens the configured engine. @throws LedgerRefused if it cannot work as configured */
export function openEngine(settings: StoreSettings, options: EngineOptions): Engine {
  const { folder, postgres } = settings;
  // Commands work on any ledger in PostgreSQL, also where no gateway runs.
  if (postgres === undefined) requireNotedLedger(folder, 'SQLite');
  else if (options.owner !== undefined) requireNotedLedger(folder, 'PostgreSQL');
  return postgres === undefined
    ? sqliteEngine(settings, options)
    : postgresEngine(postgres, folder, options);
}

function postgresEngine(
  settings: PostgresSettings,
  folder: string,
  { owner, isPatient = false, warn = () => undefined }: EngineOptions,
): Engine {
  return {
    name: 'PostgreSQL',
    ...openPostgres(settings, { isPatient, warn }),
    noteLedger: () => {
      if (owner !== undefined) note(folder, 'elsewhere');
    },
    requirePlace: () => undefined,
    requireSpace: async () => undefined,
  };
}

function sqliteEngine(
  { folder }: StoreSettings,
  { create = true, spaceOf = volumeSpace, warn = () => undefined }: EngineOptions,
): Engine {
  const { dialect, isInPlace, noteLedger } = openSqlite(folder, { create, warn });
  return {
    name: 'SQLite',
    dialect,
    noteLedger,
    requirePlace: () => {
      if (!isInPlace()) throw unavailable('its file was removed or replaced');
    },
    requireSpace: async () => {
      const { free, total } = await spaceOf(folder);
      if (free < Math.min(total * reservedShare, mostReserved))
        throw unavailable('the space that is left is reserved for outcomes');
    },
  };
}

async function volumeSpace(folder: string): Promise<Space> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return { free: Infinity, total: Infinity };
  }
}

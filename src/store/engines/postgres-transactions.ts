import { CompiledQuery, PostgresDialect, PostgresDriver, type DatabaseConnection } from 'kysely';
import type { Pool } from 'pg';
import { PostgresLists } from './long-lists.ts';
import { errorCodeOf } from '../../domain/values/failure.ts';

/**
 * How long a transaction may stand still, in milliseconds. A process that is stopped, or whose
 * machine loses power, closes no connection; without this limit it keeps what it has locked.
 */
export const defaultIdleMs = 10_000;

/**
 * The statements that start a transaction: the only ones that do (R50). Statements after a lock
 * must see what was committed before it; stricter levels use an older snapshot.
 */
export function startTransaction(idleMs: number): string {
  return `begin isolation level read committed;
    set local idle_in_transaction_session_timeout = '${idleMs}ms'`;
}

/** Starts each transaction by `startTransaction`, migrations included. */
export class LimitedDialect extends PostgresDialect {
  readonly #pool: Pool;
  readonly #idleMs: number;

  constructor(pool: Pool, idleMs: number) {
    super({ pool });
    this.#pool = pool;
    this.#idleMs = idleMs;
  }

  override createQueryCompiler(): PostgresLists {
    return new PostgresLists();
  }

  override createDriver(): PostgresDriver {
    return new LimitedDriver(this.#pool, this.#idleMs);
  }
}

class LimitedDriver extends PostgresDriver {
  readonly #start: string;

  constructor(pool: Pool, idleMs: number) {
    super({ pool });
    this.#start = startTransaction(idleMs);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#start));
  }
}

/** `idle_in_transaction_session_timeout`. */
const stoodStillCode = '25P03';

/** Reports that this process stood still for so long that PostgreSQL took its locks back. */
export class Standstill {
  readonly #idleMs: number;
  readonly #warn: (message: string) => void;
  #reportedAt = -Infinity;

  constructor(idleMs: number, warn: (message: string) => void) {
    this.#idleMs = idleMs;
    this.#warn = warn;
  }

  /** Notes an error of a connection. Several connections of one standstill are one report. */
  note(error: unknown): void {
    if (errorCodeOf(error) !== stoodStillCode) return;
    const at = performance.now();
    const isReported = at - this.#reportedAt < this.#idleMs;
    this.#reportedAt = at;
    if (isReported) return;
    this.#warn(
      `This process stood still for more than ${this.#idleMs / 1_000} s. PostgreSQL has taken back its locks, and what it was recording is not recorded. Was the machine or the container paused?`,
    );
  }
}

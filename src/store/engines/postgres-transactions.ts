import { CompiledQuery, PostgresDialect, PostgresDriver, type DatabaseConnection } from 'kysely';
import type { Pool } from 'pg';
import { setTimeout } from 'node:timers/promises';
import { PostgresLists } from './long-lists.ts';
import { errorCodeOf } from '../../domain/values/failure.ts';

/**
 * How long a transaction may stand still, in milliseconds. A process that is stopped, or whose
 * machine loses power, closes no connection; without this limit it keeps what it has locked.
 */
export const defaultIdleMs = 10_000;

/**
 * The statements that start a transaction: the only ones that do (R42). Statements after a lock
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

/** How often a process looks whether it stood still. */
const lookMs = 100;

/**
 * Knows whether this process stands still, and reports it when PostgreSQL took its locks back. A
 * machine that swaps or is throttled stands still again and again, each time perhaps with the lock
 * of appends: so a process that stood still lets the others go first until it has run for a while.
 */
export class Standstill {
  readonly #idleMs: number;
  readonly #warn: (message: string) => void;
  readonly #timer: NodeJS.Timeout;
  #reportedAt = -Infinity;
  #lookedAt = performance.now();
  /** Since when this process runs without standing still. */
  #runsSince = -Infinity;

  constructor(idleMs: number, warn: (message: string) => void) {
    this.#idleMs = idleMs;
    this.#warn = warn;
    this.#timer = setInterval(() => this.#look(), lookMs).unref();
  }

  /** Waits until this process has run for half of the time for which a transaction may stand. */
  async ended(): Promise<void> {
    while (this.#look() < this.#idleMs / 2) await setTimeout(lookMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Returns for how long it runs; a third of the time of a transaction is a standstill. */
  #look(): number {
    const now = performance.now();
    if (now - this.#lookedAt > this.#idleMs / 3) this.#runsSince = now;
    this.#lookedAt = now;
    return now - this.#runsSince;
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

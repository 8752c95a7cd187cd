import { errorCodeOf, Failure } from '../../domain/values/failure.ts';
import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { Lock, LockWait, Locks } from '../../domain/values/lock.ts';
import { startTransaction, type Standstill } from './postgres-transactions.ts';
import { unavailable } from './unavailable.ts';

/** How long the server may take for a statement that waits for no lock, in milliseconds. */
const answerMs = 2_000;

/** `query_canceled` by a time limit, and `lock_not_available`. */
const timeoutCodes = ['57014', '55P03'];

interface LockParts {
  /** How long a transaction may stand still, in milliseconds. */
  readonly idleMs: number;
  readonly standstill: Standstill;
}

/**
 * Locks that every process on one PostgreSQL shares: advisory locks, each held by a transaction on
 * a connection of its own. The lock ends with the process, the connection or the transaction, also
 * behind a pooler that reassigns connections between transactions. A process that runs keeps its
 * transactions in use; from one that stands still, the server takes its locks back. Records are
 * written on another pool, so a lock holder never waits for a caller who waits for that lock.
 */
export class PostgresLocks implements Locks {
  readonly #pool: Pool;
  readonly #parts: LockParts;
  readonly #held = new Set<PoolClient>();
  /** The connections whose transaction holds a lock. */
  readonly #locked = new Set<PoolClient>();
  readonly #using: NodeJS.Timeout;

  constructor(pool: Pool, parts: LockParts) {
    this.#pool = pool;
    this.#parts = parts;
    this.#using = setInterval(() => this.#use(), parts.idleMs / 3).unref();
  }

  async tryAcquire(name: string): Promise<Lock | null> {
    const connection = this.#isExhausted() ? null : await this.#connect(performance.now());
    if (connection === null) return null;
    return this.#lockOn(connection, () => this.#tryLock(connection, name));
  }

  async acquire(name: string, { waitMs, client }: LockWait): Promise<Lock | null> {
    const end = performance.now() + waitMs;
    const connection = await this.#connect(end);
    if (connection === null) return null;
    return this.#lockOn(
      connection,
      async () =>
        (await this.#tryLock(connection, name)) ||
        this.#waitForLock(connection, name, { leftMs: end - performance.now(), client }),
    );
  }

  /** Also ends the connections of locks that are still held. May be called again. */
  async close(): Promise<void> {
    clearInterval(this.#using);
    for (const connection of this.#held) this.#destroy(connection);
    if (!this.#pool.ending) await this.#pool.end();
  }

  /** Waits for a connection while all of them are in use; null if none becomes free in time. */
  async #connect(end: number): Promise<PoolClient | null> {
    for (;;) {
      try {
        const connection = await this.#pool.connect();
        this.#held.add(connection);
        return connection;
      } catch (error) {
        if (this.#held.size < this.#pool.options.max) throw unavailable(error);
        if (performance.now() > end) return null;
      }
    }
  }

  #isExhausted(): boolean {
    const { totalCount, idleCount, waitingCount, options } = this.#pool;
    return totalCount - idleCount + waitingCount >= options.max;
  }

  async #lockOn(connection: PoolClient, take: () => Promise<boolean>): Promise<Lock | null> {
    try {
      if (await take()) return this.#lock(connection);
      this.#giveBack(connection);
      return null;
    } catch (error) {
      this.#destroy(connection);
      throw error;
    }
  }

  async #waitForLock(
    connection: PoolClient,
    name: string,
    { leftMs, client }: { readonly leftMs: number; readonly client: AbortSignal | undefined },
  ): Promise<boolean> {
    const isGone = (): boolean => client?.aborted ?? false;
    if (leftMs < 1 || isGone()) return false;
    const leave = (): void => this.#destroy(connection);
    client?.addEventListener('abort', leave);
    try {
      await lockWithin(connection, name, Math.ceil(leftMs));
      return !isGone();
    } catch (error) {
      const cause: unknown = error instanceof Failure ? error.cause : error;
      if (isGone() || timeoutCodes.includes(errorCodeOf(cause) ?? '')) return false;
      throw error;
    } finally {
      client?.removeEventListener('abort', leave);
    }
  }

  /** Starts the transaction that holds the lock, and takes the lock if it is free. */
  async #tryLock(connection: PoolClient, name: string): Promise<boolean> {
    await query(connection, startTransaction(this.#parts.idleMs));
    const { rows } = await query<{ readonly taken: boolean }>(
      connection,
      `select pg_try_advisory_xact_lock(${keyOf(name)}) as taken`,
    );
    return rows[0]?.taken === true;
  }

  /** Keeps the locks of this process, as long as it runs. */
  #use(): void {
    for (const connection of this.#locked) void this.#answers(connection);
  }

  #answers(connection: PoolClient): Promise<boolean> {
    return query(connection, 'select 1').then(
      () => true,
      (error: unknown) => {
        this.#parts.standstill.note(error instanceof Failure ? error.cause : error);
        return false;
      },
    );
  }

  /** While the connection answers, its transaction holds the lock. */
  #lock(connection: PoolClient): Lock {
    this.#locked.add(connection);
    let isReleased = false;
    return {
      isHeld: async () => {
        if (isReleased || !this.#held.has(connection)) return false;
        return this.#answers(connection);
      },
      release: () => {
        if (!isReleased) this.#giveBack(connection);
        isReleased = true;
      },
    };
  }

  /** Not awaited: the next process that needs the lock waits for it at the server. */
  #giveBack(connection: PoolClient): void {
    this.#locked.delete(connection);
    if (!this.#held.has(connection)) return;
    query(connection, 'rollback').then(
      () => {
        if (this.#held.delete(connection)) connection.release();
      },
      () => this.#destroy(connection),
    );
  }

  #destroy(connection: PoolClient): void {
    this.#locked.delete(connection);
    if (this.#held.delete(connection)) connection.release(true);
  }
}

async function lockWithin(connection: PoolClient, name: string, ms: number): Promise<void> {
  const statements = `set local statement_timeout = '${ms}ms';
    select pg_advisory_xact_lock(${keyOf(name)});
    set local statement_timeout = 0`;
  await query(connection, statements, ms + answerMs);
}

/** Runs statements within `ms` milliseconds. @throws Failure AUDIT_UNAVAILABLE */
async function query<Row extends QueryResultRow>(
  connection: PoolClient,
  text: string,
  ms = answerMs,
): Promise<QueryResult<Row>> {
  const config = { text, query_timeout: ms };
  try {
    return await connection.query<Row>(config);
  } catch (error) {
    throw unavailable(error);
  }
}

/** Two 32-bit numbers, which never collide with the single-number lock of appends. */
function keyOf(name: string): string {
  const hash = createHash('sha256').update(name).digest();
  return `${hash.readInt32BE(0)}, ${hash.readInt32BE(4)}`;
}

import { createHash } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import type { Pool, PoolClient } from 'pg';
import { Failure } from '../domain/failure.ts';
import type { Turn, TurnWait, Turns } from '../domain/turn.ts';
import { unavailable } from './unavailable.ts';

/** How long the server may take to answer what it need not wait for, in milliseconds. */
const answerMs = 2_000;

/**
 * When the server takes a turn back from a connection that has said nothing, in seconds: a machine that lost its
 * power does not close its connections. No change takes that long.
 */
const forgottenSeconds = 120;

/** Query cancelled by a time limit, and lock not to be had within one. */
const notInTime = ['57014', '55P03'];

/**
 * Turns by advisory locks, so that every process on one PostgreSQL keeps them. A lock belongs to a transaction on a
 * connection of its own: it is gone with the process, the connection or the transaction, and a pooler that gives
 * connections away between transactions keeps it, too. These connections are not the ones that records are written
 * by, so that whoever has a turn never waits for somebody who waits for it.
 */
export class PostgresTurns implements Turns {
  readonly #pool: Pool;
  readonly #held = new Set<PoolClient>();
  #closed: Promise<void> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async take(name: string, { waitMs, onWait, client }: TurnWait): Promise<Turn | null> {
    const end = performance.now() + waitMs;
    if (this.#isExhausted()) await onWait();
    const connection = await this.#connect(end);
    if (connection === null) return null;
    try {
      if (await tryLock(connection, name)) return this.#turn(connection);
      await onWait();
      if (await this.#lock(connection, name, { leftMs: end - performance.now(), client })) {
        return this.#turn(connection);
      }
      this.#giveBack(connection);
      return null;
    } catch (error) {
      this.#destroy(connection);
      throw error;
    }
  }

  /** Also ends the connections of turns that are still held. May be called again. */
  async close(): Promise<void> {
    for (const connection of this.#held) this.#destroy(connection);
    await (this.#closed ??= this.#pool.end());
  }

  /** Waits for a connection as long as all of them are in use; null where none becomes free in time. */
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

  async #lock(
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
      if (isGone() || notInTime.includes(codeOf(error))) return false;
      throw error;
    } finally {
      client?.removeEventListener('abort', leave);
    }
  }

  /** As long as the connection answers, its transaction has the lock. */
  #turn(connection: PoolClient): Turn {
    let isReleased = false;
    return {
      isHeld: async () => {
        if (isReleased || !this.#held.has(connection)) return false;
        return ask(connection, ['select 1']).then(
          () => true,
          () => false,
        );
      },
      release: () => {
        if (!isReleased) this.#giveBack(connection);
        isReleased = true;
      },
    };
  }

  /** Nobody waits for this: the next one who needs the lock waits for it at the server. */
  #giveBack(connection: PoolClient): void {
    if (!this.#held.has(connection)) return;
    ask(connection, ['rollback']).then(
      () => {
        if (this.#held.delete(connection)) connection.release();
      },
      () => this.#destroy(connection),
    );
  }

  #destroy(connection: PoolClient): void {
    if (this.#held.delete(connection)) connection.release(true);
  }
}

async function tryLock(connection: PoolClient, name: string): Promise<boolean> {
  const [row] = await ask(connection, [
    'begin isolation level read committed',
    `set local idle_in_transaction_session_timeout = '${forgottenSeconds}s'`,
    `select pg_try_advisory_xact_lock(${keyOf(name)}) as taken`,
  ]);
  return Reflect.get(Object(row), 'taken') === true;
}

async function lockWithin(connection: PoolClient, name: string, ms: number): Promise<void> {
  await ask(
    connection,
    [
      `set local statement_timeout = '${ms}ms'`,
      `select pg_advisory_xact_lock(${keyOf(name)})`,
      'set local statement_timeout = 0',
    ],
    ms + answerMs,
  );
}

/**
 * Sends statements at once, and returns the rows of the last; the server has `ms` milliseconds.
 * @throws Failure AUDIT_UNAVAILABLE
 */
async function ask(
  connection: PoolClient,
  statements: readonly string[],
  ms = answerMs,
): Promise<readonly unknown[]> {
  const question = { text: statements.join('; '), query_timeout: ms };
  try {
    const answers: unknown = await connection.query(question);
    const last: unknown = Array.isArray(answers) ? answers.at(-1) : answers;
    const rows: unknown = Reflect.get(Object(last), 'rows');
    return Array.isArray(rows) ? rows : [];
  } catch (error) {
    throw unavailable(error);
  }
}

/** Two numbers of 32 bits: locks of two numbers are other locks than those of one, which appending takes. */
function keyOf(name: string): string {
  const hash = createHash('sha256').update(name).digest();
  return `${hash.readInt32BE(0)}, ${hash.readInt32BE(4)}`;
}

function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Failure ? error.cause : error;
  return isNativeError(cause) && 'code' in cause ? String(cause.code) : '';
}

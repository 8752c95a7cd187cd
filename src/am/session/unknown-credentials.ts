import { LRUCache } from 'lru-cache';
import type { Failure } from '../../domain/values/failure.ts';
import { Semaphore, type SemaphoreOptions } from '../foundation/semaphore.ts';
import { amLimitReached } from '../http/errors.ts';

/** How long a check waits for a slot at most. */
const waitMs = 1000;

/**
 * Limits concurrent validation of credentials that are not cached yet, so that a flood of bad ones
 * reaches AM a few at a time and leaves the connections to known callers. A credential is known
 * from a good verdict to a bad one, and then never waits. Bad verdicts are not kept: a session may
 * be valid on one server of a site a moment before another server knows it.
 */
export class UnknownCredentials {
  readonly #known = new LRUCache<string, true>({ max: 10_000 });
  readonly #checks: Semaphore;

  constructor(checks: SemaphoreOptions) {
    this.#checks = new Semaphore(checks);
  }

  /**
   * Validates a credential; null is a bad verdict.
   * @throws Failure RATE_LIMITED, without a call, when too many checks wait or no slot is free in
   *   time
   */
  async check<T>(key: string, validate: () => Promise<T | null>): Promise<T | null> {
    if (this.#known.has(key)) return this.#note(key, await validate());
    await this.#acquire();
    try {
      return this.#note(key, await validate());
    } finally {
      this.#checks.release();
    }
  }

  #note<T>(key: string, verdict: T | null): T | null {
    if (verdict === null) this.#known.delete(key);
    else this.#known.set(key, true);
    return verdict;
  }

  async #acquire(): Promise<void> {
    if (this.#checks.tryAcquire()) return;
    if (this.#checks.isFull) throw tooMany('too many wait');
    try {
      await this.#checks.wait(AbortSignal.timeout(waitMs));
    } catch (error) {
      throw tooMany('no slot in time', error);
    }
  }
}

function tooMany(why: string, cause?: unknown): Failure {
  const rule = `a credential was not checked: ${why}`;
  return amLimitReached({ limit: 'NEW_CREDENTIALS', rule, retryAfterSeconds: 1 }, cause);
}

import { LRUCache } from 'lru-cache';
import { Failure } from '../../domain/failure.ts';

/** How many checks of unknown credentials run at once, and how many wait for one of them to end. */
export interface UnknownCredentialsOptions {
  readonly atOnce: number;
  readonly mostWaiting: number;
}

/** How long a check waits at most. */
const waitMs = 1000;

/**
 * Bounds the questions about credentials of which nobody has said yet that they are good, so that a flood of bad ones
 * reaches AM a few at a time and leaves the connections to known callers. A credential is known by its key from a good
 * verdict to a bad one, and then never waits. Bad verdicts are not kept: a session may be good on one server of a
 * site a moment before another server knows it.
 */
export class UnknownCredentials {
  readonly #options: UnknownCredentialsOptions;
  readonly #known = new LRUCache<string, true>({ max: 10_000 });
  readonly #waiting = new Set<() => void>();
  #underWay = 0;

  constructor(options: UnknownCredentialsOptions) {
    this.#options = options;
  }

  /**
   * Asks about a credential; null is a bad verdict.
   * @throws Failure RATE_LIMITED, with nothing asked, when too many wait or its turn does not come in time
   */
  async check<T>(key: string, ask: () => Promise<T | null>): Promise<T | null> {
    if (this.#known.has(key)) return this.#note(key, await ask());
    await this.#turn();
    try {
      return this.#note(key, await ask());
    } finally {
      this.#next();
    }
  }

  #note<T>(key: string, verdict: T | null): T | null {
    if (verdict === null) this.#known.delete(key);
    else this.#known.set(key, true);
    return verdict;
  }

  async #turn(): Promise<void> {
    const { atOnce, mostWaiting } = this.#options;
    if (this.#underWay < atOnce) {
      this.#underWay += 1;
      return;
    }
    if (this.#waiting.size >= mostWaiting) throw tooMany('too many wait');
    const turn = Promise.withResolvers<void>();
    const start = (): void => {
      clearTimeout(timer);
      turn.resolve();
    };
    const timer = setTimeout(() => {
      this.#waiting.delete(start);
      turn.reject(tooMany('waited in vain'));
    }, waitMs);
    this.#waiting.add(start);
    await turn.promise;
  }

  /** Hands the place of a check that has ended to the one that has waited longest. */
  #next(): void {
    const [start] = this.#waiting;
    if (start === undefined) {
      this.#underWay -= 1;
      return;
    }
    this.#waiting.delete(start);
    start();
  }
}

function tooMany(why: string): Failure {
  return new Failure('RATE_LIMITED', 'Too many requests. Try again later.', {
    detail: `a credential was not checked: ${why}`,
    facts: { retryAfterSeconds: 1 },
  });
}

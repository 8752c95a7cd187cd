import { Failure } from '../../domain/values/failure.ts';
import { NotSent } from './not-sent.ts';

/** How long after its deadline a request may read the outcome of its write, in milliseconds. */
export const lastLookMs = 2_000;

/** The least time for a write, in milliseconds; opening a connection may take all of that. */
export const writeMs = 1_000;

/**
 * When a request ends. Every call, queue, lock and wait of the request ends by then, and nothing
 * starts with less time than it needs. On a monotonic clock.
 */
export class Deadline {
  /** By `performance.now()`, in milliseconds. */
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }

  /** Milliseconds that are left; negative when it is over. */
  get leftMs(): number {
    return this.at - performance.now();
  }

  /** How long a change may wait for its lock, so that time is left to make it. */
  get leftToWaitMs(): number {
    return Math.max(0, Math.ceil(this.leftMs - writeMs));
  }

  /**
   * The deadline for reading the outcome of a write that was sent: a little later, so that the
   * outcome of a write that has taken all the time is still found.
   */
  forLastLook(): Deadline {
    return new Deadline(this.at + lastLookMs);
  }

  /**
   * Waits for work that others may wait for, too, and that continues if this request has no time
   * left.
   * @throws Failure UPSTREAM_TIMEOUT caused by NotSent
   */
  wait<T>(shared: Promise<T>, what: string): Promise<T> {
    return this.at === Infinity ? shared : this.#race(shared, what);
  }

  async #race<T>(shared: Promise<T>, what: string): Promise<T> {
    const over = Promise.withResolvers<never>();
    const end = (): void => over.reject(outOfTime(what));
    const timer = setTimeout(end, Math.max(0, this.leftMs));
    try {
      return await Promise.race([shared, over.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** For work that belongs to no single request. */
export const noDeadline = new Deadline(Infinity);

/** The request has too little time left for its next step, which is not started. */
export function outOfTime(what: string): Failure {
  return new Failure('UPSTREAM_TIMEOUT', 'The request took too long. Try again.', {
    detail: `no time is left for ${what}`,
    cause: new NotSent('deadline'),
  });
}

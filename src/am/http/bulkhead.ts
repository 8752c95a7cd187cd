import type { Failure } from '../../domain/values/failure.ts';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import { NotSent } from '../foundation/not-sent.ts';
import { Semaphore } from '../foundation/semaphore.ts';
import { Breaker } from './breaker.ts';
import type { Route } from './call.ts';
import { amBusy, amFailure, overloaded } from './errors.ts';

/** The longest `Retry-After` in seconds: a mistake must not switch a part of AM off for a day. */
const mostHeldSeconds = 300;

type BulkheadKey = Pick<Route, 'realm' | 'template'>;

/** The state of a bulkhead, for metrics. */
export interface BulkheadStats extends BulkheadKey {
  readonly active: number;
  readonly waiting: number;
  readonly breaker: 'closed' | 'open';
  /** How many calls were refused because the bulkhead was full or its breaker open. */
  readonly refused: { readonly full: number; readonly open: number };
}

/** How a call ended: `good` if AM answered, `bad` if AM failed, `neutral` if neither is known. */
export type CallEnd = 'good' | 'bad' | 'neutral';

/** How a call was admitted. */
export type Admitted = 'slot' | 'probe';

/**
 * The calls to one kind of endpoint of one realm, separate from all others: a bounded number is
 * under way, a bounded number waits, and an endpoint that fails too often gets no calls for a while
 * (reliability R9 to R12). A call that is refused was never sent.
 */
class Bulkhead {
  readonly #key: BulkheadKey;
  readonly #breaker = new Breaker();
  readonly #slots: Semaphore;
  readonly #refused = { full: 0, open: 0 };
  #heldUntil = 0;
  #heldStatus = 0;

  /** At most `slots` calls are under way at once; as many wait for one of them to end. */
  constructor(key: BulkheadKey, slots: number) {
    this.#key = key;
    this.#slots = new Semaphore({ slots, mostWaiting: slots });
  }

  /**
   * Admits a call, at once if a slot is free.
   * @param giveUp makes the signal by which a call that has to wait leaves the queue
   * @throws Failure OVERLOADED, UPSTREAM_UNAVAILABLE or RATE_LIMITED caused by NotSent, at once
   */
  enter(giveUp: () => AbortSignal): MaybePromise<Admitted> {
    const now = performance.now();
    if (now < this.#heldUntil) throw this.#held(now);
    if (this.#breaker.isOpen) {
      if (this.#breaker.takeProbe(now)) return 'probe';
      this.#refused.open += 1;
      throw this.#open(now);
    }
    if (this.#slots.tryAcquire()) return 'slot';
    if (!this.#slots.isFull) return this.#slots.wait(giveUp()).then(() => 'slot');
    this.#refused.full += 1;
    throw overloaded(`${this.#name}: ${this.#slots.active} calls are under way and as many wait`);
  }

  /** Takes a call out again, and notes how it ended. */
  leave(admitted: Admitted, end: CallEnd): void {
    if (admitted === 'probe') this.#breaker.probeEnded(end === 'neutral' ? null : end === 'good');
    const now = performance.now();
    const opens = end !== 'neutral' && this.#breaker.note(end === 'good', now);
    if (opens) this.#slots.refuseWaiting(this.#open(now));
    if (admitted === 'slot') this.#slots.release();
  }

  /** Sends nothing for some seconds, as AM requests (reliability R8); applies to every caller. */
  hold(status: number, seconds: number): void {
    const until = performance.now() + Math.min(seconds, mostHeldSeconds) * 1_000;
    if (until <= this.#heldUntil) return;
    this.#heldUntil = until;
    this.#heldStatus = status;
  }

  stats(): BulkheadStats {
    const { realm, template } = this.#key;
    const { active, waiting } = this.#slots;
    const breaker = this.#breaker.isOpen ? 'open' : 'closed';
    return { realm, template, active, waiting, breaker, refused: { ...this.#refused } };
  }

  get #name(): string {
    const { realm, template } = this.#key;
    return realm === '' ? template : `${template} of realm ${realm}`;
  }

  #open(now: number): Failure {
    const retryAfterSeconds = this.#breaker.secondsToProbe(now);
    const detail = `${this.#name} fails too often and gets no calls for now`;
    return amFailure('UPSTREAM_UNAVAILABLE', detail, new NotSent('breaker'), retryAfterSeconds);
  }

  #held(now: number): Failure {
    const retryAfterSeconds = Math.ceil((this.#heldUntil - now) / 1_000);
    const detail = `${this.#name}: AM answered ${this.#heldStatus} with Retry-After`;
    const cause = new NotSent('Retry-After');
    return this.#heldStatus === 429
      ? amBusy(detail, cause, retryAfterSeconds)
      : amFailure('UPSTREAM_UNAVAILABLE', detail, cause, retryAfterSeconds);
  }
}

/** The bulkheads of the process: one per realm and kind of endpoint, made at its first call. */
export class Bulkheads {
  readonly #slots: number;
  readonly #bulkheads = new Map<string, Bulkhead>();

  constructor(slots: number) {
    this.#slots = slots;
  }

  of({ realm, template }: BulkheadKey): Bulkhead {
    const key = `${realm} ${template}`;
    let bulkhead = this.#bulkheads.get(key);
    if (bulkhead === undefined) {
      bulkhead = new Bulkhead({ realm, template }, this.#slots);
      this.#bulkheads.set(key, bulkhead);
    }
    return bulkhead;
  }

  stats(): BulkheadStats[] {
    return [...this.#bulkheads.values()].map((bulkhead) => bulkhead.stats());
  }
}

import { Failure } from '../../domain/failure.ts';
import { outOfTime } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import { NotSent } from '../not-sent.ts';
import { Breaker } from './breaker.ts';
import { overloaded, unavailable } from './errors.ts';

/** How long AM's `Retry-After` is believed at most, in seconds: nobody's mistake switches a part of AM off for a day. */
const mostHeldSeconds = 300;

/** What a compartment is for, and how much fits in. */
export interface CompartmentOptions {
  readonly realm: string;
  readonly template: string;
  /** How many calls are under way at once; as many wait for one of them to end. */
  readonly slots: number;
}

/** What is seen of a compartment from outside. */
export interface CompartmentStats {
  readonly realm: string;
  readonly template: string;
  readonly active: number;
  readonly waiting: number;
  readonly breaker: 'closed' | 'open';
  /** How many calls were refused because the compartment was full, and because its breaker was open. */
  readonly refused: { readonly full: number; readonly open: number };
}

/** How a call has ended: `good` where AM answered it, `bad` where AM failed, `neutral` where that tells nothing of AM. */
export type CallEnd = 'good' | 'bad' | 'neutral';

/** A place that a call has got. */
export type Place = 'slot' | 'probe';

/** A call that waits for a slot. */
export interface Waiting {
  readonly place: Promise<Place>;
  /** Leaves the queue; `place` then rejects with the reason. */
  readonly leave: (reason: Error) => void;
}

interface Waiter {
  readonly resolve: (place: Place) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The calls to one kind of endpoint of one realm, kept apart from all others: a bounded number is under way, a bounded
 * number waits, and what fails too often is left alone for a while (reliability R9 to R12). A call that is refused was
 * never sent.
 */
export class Compartment {
  readonly #options: CompartmentOptions;
  readonly #breaker = new Breaker();
  readonly #queue = new Set<Waiter>();
  readonly #refused = { full: 0, open: 0 };
  #active = 0;
  #heldUntil = 0;
  #heldStatus = 0;

  constructor(options: CompartmentOptions) {
    this.#options = options;
  }

  /**
   * Takes a place; a caller that gets no place at once waits for it.
   * @throws Failure OVERLOADED, UPSTREAM_UNAVAILABLE or RATE_LIMITED caused by NotSent, at once
   */
  enter(): Place | Waiting {
    const now = performance.now();
    if (now < this.#heldUntil) throw this.#held(now);
    if (this.#breaker.isOpen) {
      if (this.#breaker.takeProbe(now)) return 'probe';
      this.#refused.open += 1;
      throw this.#open(now);
    }
    if (this.#active < this.#options.slots) {
      this.#active += 1;
      return 'slot';
    }
    if (this.#queue.size < this.#options.slots) return this.#wait();
    this.#refused.full += 1;
    throw overloaded(`${this.#name}: ${this.#active} calls are under way and as many wait`);
  }

  /** Gives a place back, and says how its call has ended. */
  leave(place: Place, end: CallEnd): void {
    if (place === 'probe') this.#breaker.probeEnded(end === 'neutral' ? null : end === 'good');
    else this.#active -= 1;
    const now = performance.now();
    if (end !== 'neutral' && this.#breaker.note(end === 'good', now)) {
      for (const waiter of this.#queue) waiter.reject(this.#open(now));
      this.#queue.clear();
    }
    this.#letIn();
  }

  /**
   * Makes a call that `AmHttp` does not make. It counts as a failure of the other side where that answers 5xx, or nothing
   * although it had time.
   * @throws Failure as `enter` does, UPSTREAM_TIMEOUT where no time is left to begin; what `call` throws
   */
  async run<T extends { readonly status: number }>(
    { timeoutMs, deadline }: { readonly timeoutMs: number; readonly deadline: Deadline },
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const limitMs = Math.min(timeoutMs, deadline.leftMs);
    if (limitMs < 1) throw outOfTime(this.#name);
    const signal = AbortSignal.timeout(Math.ceil(limitMs));
    const entered = this.enter();
    if (typeof entered !== 'string')
      signal.addEventListener('abort', () => entered.leave(outOfTime(this.#name)));
    const place = typeof entered === 'string' ? entered : await entered.place;
    let end: CallEnd = 'bad';
    try {
      const answer = await call(signal);
      if (answer.status < 500) end = 'good';
      return answer;
    } catch (error) {
      const hadLittleTime = signal.aborted && limitMs < timeoutMs / 2;
      if (hadLittleTime || error instanceof Failure) end = 'neutral';
      throw error;
    } finally {
      this.leave(place, end);
    }
  }

  /** AM wants no call for so many seconds (reliability R8); kept for every caller. */
  hold(status: number, seconds: number): void {
    const until = performance.now() + Math.min(seconds, mostHeldSeconds) * 1_000;
    if (until <= this.#heldUntil) return;
    this.#heldUntil = until;
    this.#heldStatus = status;
  }

  stats(): CompartmentStats {
    const { realm, template } = this.#options;
    const breaker = this.#breaker.isOpen ? 'open' : 'closed';
    const refused = { ...this.#refused };
    return {
      realm,
      template,
      active: this.#active,
      waiting: this.#queue.size,
      breaker,
      refused,
    };
  }

  #wait(): Waiting {
    const { promise: place, resolve, reject } = Promise.withResolvers<Place>();
    const waiter: Waiter = { resolve, reject };
    this.#queue.add(waiter);
    const leave = (reason: Error): void => {
      if (this.#queue.delete(waiter)) reject(reason);
    };
    return { place, leave };
  }

  /** Hands free slots to those who have waited longest. */
  #letIn(): void {
    for (const waiter of this.#queue) {
      if (this.#active >= this.#options.slots) return;
      this.#queue.delete(waiter);
      this.#active += 1;
      waiter.resolve('slot');
    }
  }

  get #name(): string {
    const { realm, template } = this.#options;
    return realm === '' ? template : `${template} of realm ${realm}`;
  }

  #open(now: number): Failure {
    const retryAfterSeconds = this.#breaker.secondsToProbe(now);
    const detail = `${this.#name} fails too often and is left alone`;
    return unavailable(detail, new NotSent('breaker'), { retryAfterSeconds });
  }

  #held(now: number): Failure {
    const retryAfterSeconds = Math.ceil((this.#heldUntil - now) / 1_000);
    const detail = `${this.#name}: AM answered ${this.#heldStatus} and a time to wait`;
    const cause = new NotSent('Retry-After');
    if (this.#heldStatus !== 429) return unavailable(detail, cause, { retryAfterSeconds });
    const facts = { retryAfterSeconds };
    return new Failure('RATE_LIMITED', 'Too many requests. Try again later.', {
      detail,
      cause,
      facts,
    });
  }
}

/** The compartments of one AM, each made at its first call; there are as many as realms times kinds of endpoint. */
export class Compartments {
  readonly #slots: number;
  readonly #byRealm = new Map<string, Map<string, Compartment>>();

  constructor(slots: number) {
    this.#slots = slots;
  }

  of({ realm, template }: { readonly realm: string; readonly template: string }): Compartment {
    let ofRealm = this.#byRealm.get(realm);
    if (ofRealm === undefined) this.#byRealm.set(realm, (ofRealm = new Map()));
    let compartment = ofRealm.get(template);
    if (compartment === undefined) {
      compartment = new Compartment({ realm, template, slots: this.#slots });
      ofRealm.set(template, compartment);
    }
    return compartment;
  }

  stats(): CompartmentStats[] {
    return [...this.#byRealm.values()].flatMap((ofRealm) =>
      [...ofRealm.values()].map((compartment) => compartment.stats()),
    );
  }
}

/** What may take only so long; its neighbours in time are kept by `Deadlines` alone. */
export abstract class Expiring {
  /** When it began, by `performance.now()`. */
  readonly startedAt = performance.now();
  before: Expiring | undefined;
  after: Expiring | undefined;

  abstract onTime(): void;
}

/**
 * The time that calls may take. All may take the same, so the one that began first is the next to run out, and one
 * timer serves them all; a timer for each call costs a few hundred nanoseconds more.
 */
export class Deadlines {
  readonly #limitMs: number;
  /** The ends of a chain in the order in which they began: a set would live long, and keep the young from being freed. */
  #first: Expiring | undefined;
  #last: Expiring | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** From now on the time of this one runs. */
  begin(one: Expiring): void {
    one.before = this.#last;
    if (this.#last === undefined) this.#first = one;
    else this.#last.after = one;
    this.#last = one;
    if (this.#timer === undefined) this.#timer = this.#timerIn(this.#limitMs);
  }

  /** It has ended by itself. */
  end(one: Expiring): void {
    const { before, after } = one;
    if (before !== undefined) before.after = after;
    else if (this.#first === one) this.#first = after;
    if (after !== undefined) after.before = before;
    else if (this.#last === one) this.#last = before;
    one.before = undefined;
    one.after = undefined;
  }

  #timerIn(ms: number): NodeJS.Timeout {
    // What is under way keeps the process alive by its socket, and an idle timer must not.
    return setTimeout(() => this.#look(), ms).unref();
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let one = this.#first; one !== undefined; one = this.#first) {
      const leftMs = one.startedAt + this.#limitMs - now;
      if (leftMs > 0) {
        this.#timer = this.#timerIn(Math.ceil(leftMs));
        return;
      }
      this.end(one);
      one.onTime();
    }
  }
}

/** Over how many seconds calls are counted, and from which share of failures on, of how many calls, the breaker opens. */
const windowSeconds = 10;
const leastCalls = 20;
const openingShare = 0.5;

/** How often a call is let through while the breaker is open, and how many of them may be under way at once. */
const probeEveryMs = 1_000;
const mostProbes = 3;

interface Second {
  number: number;
  good: number;
  bad: number;
}

/**
 * Keeps calls from a part of AM that does not work: opens when half of at least twenty calls of ten seconds have failed,
 * then lets one call a second through to see whether it works again, and closes at the first that succeeds
 * (reliability R9, R10). Times are those of a clock that is never set. Why it is not a library's: docs/adr/0040.
 */
export class Breaker {
  readonly #seconds: readonly Second[] = Array.from({ length: windowSeconds }, () => ({
    number: -Infinity,
    good: 0,
    bad: 0,
  }));
  #isOpen = false;
  #nextProbeAt = 0;
  #probes = 0;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether a call may go up while the breaker is open; it then counts as a probe until `probeEnded`. */
  takeProbe(now: number): boolean {
    if (now < this.#nextProbeAt || this.#probes >= mostProbes) return false;
    this.#probes += 1;
    this.#nextProbeAt = now + probeEveryMs;
    return true;
  }

  /** How a probe has ended; null where it tells nothing of AM. */
  probeEnded(isGood: boolean | null): void {
    this.#probes -= 1;
    if (isGood !== true) return;
    this.#isOpen = false;
    for (const second of this.#seconds) second.number = -Infinity;
  }

  /** Counts a call that has ended; true where the breaker opens by it. */
  note(isGood: boolean, now: number): boolean {
    const number = Math.floor(now / 1_000);
    const second = this.#seconds[number % windowSeconds];
    if (second === undefined) return false;
    if (second.number !== number) Object.assign(second, { number, good: 0, bad: 0 });
    if (isGood) second.good += 1;
    else second.bad += 1;
    if (isGood || this.#isOpen || !this.#isFailing(number)) return false;
    this.#isOpen = true;
    this.#nextProbeAt = now + probeEveryMs;
    return true;
  }

  /** In how many seconds the next probe may go up. */
  secondsToProbe(now: number): number {
    return Math.max(1, Math.ceil((this.#nextProbeAt - now) / 1_000));
  }

  #isFailing(until: number): boolean {
    let [good, bad] = [0, 0];
    for (const second of this.#seconds) {
      if (second.number <= until - windowSeconds) continue;
      good += second.good;
      bad += second.bad;
    }
    return good + bad >= leastCalls && bad >= openingShare * (good + bad);
  }
}

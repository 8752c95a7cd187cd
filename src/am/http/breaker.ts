/** The window in which calls are counted; how many calls and which share of failures open it. */
const windowSeconds = 10;
const leastCalls = 20;
const openingShare = 0.5;

/** How often an open breaker lets a call through, and how many may be under way at once. */
const probeEveryMs = 1_000;
const mostProbes = 3;

interface Second {
  number: number;
  good: number;
  bad: number;
}

/**
 * Sends no calls to an endpoint that fails: opens when half of at least twenty calls in ten seconds
 * have failed, then admits one probe a second, and closes at the first that succeeds (reliability
 * R9, R10). Times are monotonic. Why it is not a library's: docs/adr/0040.
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

  /** Whether an open breaker lets a call through, which is then a probe until `probeEnded`. */
  takeProbe(now: number): boolean {
    if (now < this.#nextProbeAt || this.#probes >= mostProbes) return false;
    this.#probes += 1;
    this.#nextProbeAt = now + probeEveryMs;
    return true;
  }

  /** Notes how a probe ended; null if that says nothing about AM. */
  probeEnded(isGood: boolean | null): void {
    this.#probes -= 1;
    if (isGood !== true) return;
    this.#isOpen = false;
    for (const second of this.#seconds) second.number = -Infinity;
  }

  /** Counts a call that has ended; true if that opens the breaker. */
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

/** Tokens that each read earns, and the most that are kept. */
const earned = 0.2;
const most = 10;

/**
 * Limits retries to a fifth of the reads, so that retries do not double the load of an AM in
 * trouble (R6). The figure is Envoy's default retry budget.
 */
export class RetryBudget {
  #tokens = most;

  note(): void {
    this.#tokens = Math.min(most, this.#tokens + earned);
  }

  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

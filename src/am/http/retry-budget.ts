/** Tokens that each read earns, and the most that can be saved up. */
const earned = 0.2;
const most = 10;

/**
 * Keeps retries to a fifth of the reads, so that an AM in trouble is not loaded twice over (R6; the
 * figure is Envoy's default retry budget).
 */
export class RetryBudget {
  #tokens = most;

  /** Notes a read. */
  note(): void {
    this.#tokens = Math.min(most, this.#tokens + earned);
  }

  /** Takes one retry, if there is one left. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

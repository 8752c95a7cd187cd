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

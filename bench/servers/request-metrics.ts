/** One counter and one histogram, as most services have. */

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts requests by status and records their duration. */
export class RequestMetrics {
  readonly #count = new Map<number, number>();
  readonly #buckets = bounds.map(() => 0);
  #sum = 0;

  observe(status: number, seconds: number): void {
    this.#count.set(status, (this.#count.get(status) ?? 0) + 1);
    this.#sum += seconds;
    const at = bounds.findIndex((bound) => seconds <= bound);
    if (at >= 0) this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
  }

  /** The mean duration of the requests so far, in seconds. */
  mean(): number {
    const requests = [...this.#count.values()].reduce((sum, count) => sum + count, 0);
    return this.#sum / requests;
  }
}

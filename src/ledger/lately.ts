/** What has happened within a time, by its key; of more than a thousand keys the oldest are forgotten. */
export class Lately {
  readonly #withinMs: number;
  readonly #times = new Map<string, number>();

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  /** Whether the same has happened within the time; if not, it has happened now. A time that seems to come is old: it was set back. */
  again(key: string, now: number): boolean {
    const last = this.#times.get(key);
    if (last !== undefined && Math.abs(now - last) < this.#withinMs) return true;
    this.#times.delete(key);
    this.#times.set(key, now);
    const [oldest] = this.#times.keys();
    if (this.#times.size > 1_000 && oldest !== undefined) this.#times.delete(oldest);
    return false;
  }
}

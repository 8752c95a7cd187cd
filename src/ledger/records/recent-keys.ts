import { LRUCache } from 'lru-cache';

/** Keys that were seen within a duration. Keeps the thousand newest. */
export class RecentKeys {
  readonly #withinMs: number;
  readonly #times = new LRUCache<string, number>({ max: 1_000 });

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  /** Adds a key; false if it was seen within the duration. */
  addIfNew(key: string, now: number): boolean {
    const last = this.#times.get(key);
    // A time in the far future is old: the clock was set back.
    if (last !== undefined && Math.abs(now - last) < this.#withinMs) return false;
    this.#times.set(key, now);
    return true;
  }
}

import { LRUCache } from 'lru-cache';
import { noDeadline } from './deadline.ts';
import type { Deadline } from './deadline.ts';

/** How values are kept. */
export interface SingleFlightOptions<V> {
  /** How many values are kept at most; the least recently used one goes first. */
  readonly max: number;
  /** A clock that is never set: the time of day would keep values for too long after it was set back. */
  readonly now: () => number;
  /** When a loaded value stops being good; one that is past already is not kept. */
  readonly until: (value: V, askedAt: number) => number;
  /** Told at every question whether a value was there, loaded or loading. */
  readonly asked?: ((isHit: boolean) => void) | undefined;
}

/** Which value is wanted, and by when. */
export interface Wanted {
  /** The value was asked for at this time or later. */
  readonly notBefore?: number;
  readonly deadline?: Deadline;
}

const anyValue: Wanted = {};

interface Entry<V> {
  readonly askedAt: number;
  readonly value: Promise<V>;
  /** Undefined while it loads. */
  loaded: { readonly value: V; readonly until: number } | undefined;
}

/**
 * Values that are loaded once for all who ask at one time, and kept while they are good. A key names everything
 * that its value depends on. A failure is not kept, and need not be handled by a caller that goes on without it.
 */
export class SingleFlight<V> {
  readonly #options: SingleFlightOptions<V>;
  readonly #entries: LRUCache<string, Entry<V>>;

  constructor(options: SingleFlightOptions<V>) {
    this.#options = options;
    this.#entries = new LRUCache({ max: options.max });
  }

  /**
   * The value of a key, kept or loading, that was asked for at `notBefore` or later; otherwise a new one. Nobody waits
   * longer than their deadline; the loading goes on for the others.
   */
  get(
    key: string,
    load: () => Promise<V>,
    { notBefore = -Infinity, deadline = noDeadline }: Wanted = anyValue,
  ): Promise<V> {
    const known = this.#entries.get(key);
    const isHit = known !== undefined && known.askedAt >= notBefore && this.#isGood(known);
    this.#options.asked?.(isHit);
    if (isHit)
      return known.loaded === undefined ? deadline.wait(known.value, 'a wait') : known.value;
    const entry: Entry<V> = { askedAt: this.#options.now(), value: load(), loaded: undefined };
    this.#entries.set(key, entry);
    void this.#settle(key, entry);
    return deadline.wait(entry.value, 'a wait');
  }

  /** Drops a kept value if `isMeant` says so; never one that still loads. */
  drop(key: string, isMeant: (value: V) => boolean): void {
    const loaded = this.#entries.peek(key)?.loaded;
    if (loaded !== undefined && isMeant(loaded.value)) this.#entries.delete(key);
  }

  #isGood({ loaded }: Entry<V>): boolean {
    return loaded === undefined || loaded.until > this.#options.now();
  }

  async #settle(key: string, entry: Entry<V>): Promise<void> {
    try {
      const value = await entry.value;
      entry.loaded = { value, until: this.#options.until(value, entry.askedAt) };
      if (this.#isGood(entry)) return;
    } catch {
      // Whoever asked is told by the value itself.
    }
    // A newer one may have taken its place meanwhile.
    if (this.#entries.peek(key) === entry) this.#entries.delete(key);
  }
}

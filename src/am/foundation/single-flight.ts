import { LRUCache } from 'lru-cache';
import type { MaybePromise } from '../../domain/values/maybe-promise.ts';
import { noDeadline, type Deadline } from './deadline.ts';

/** How values are kept. */
interface SingleFlightOptions<V> {
  /** The maximum number of values; the least recently used one is evicted first. */
  readonly max: number;
  /** A monotonic clock: the time of day would keep values for too long after it was set back. */
  readonly now: () => number;
  /** When a loaded value expires; a value that has expired already is not kept. */
  readonly until: (value: V, requestedAt: number) => number;
  /** Called at every lookup; a hit is a value that is kept or loading. */
  readonly onLookup?: ((isHit: boolean) => void) | undefined;
}

interface Load<V> {
  readonly requestedAt: number;
  readonly value: Promise<V>;
}

/** What is known for one key: a value, and the newest load that has not ended. */
interface Entry<V> {
  kept?: { readonly requestedAt: number; readonly value: V; readonly until: number } | undefined;
  loading?: Load<V> | undefined;
}

/**
 * Loads each value once for all concurrent callers, and keeps it until it expires. A key names
 * everything that its value depends on. A failure is not kept, and does not replace the value that
 * was kept before it.
 */
export class SingleFlight<V> {
  readonly #options: SingleFlightOptions<V>;
  readonly #entries: LRUCache<string, Entry<V>>;

  constructor(options: SingleFlightOptions<V>) {
    this.#options = options;
    this.#entries = new LRUCache({ max: options.max });
  }

  /**
   * Returns a kept value at once, and a promise while the value loads. A caller waits until its
   * deadline at most; the load continues for the other callers.
   * @param notBefore the oldest request time that the caller accepts
   */
  get(
    key: string,
    load: () => Promise<V>,
    {
      notBefore = -Infinity,
      deadline = noDeadline,
    }: { readonly notBefore?: number; readonly deadline?: Deadline } = {},
  ): MaybePromise<V> {
    const { now, onLookup } = this.#options;
    const { kept, loading } = this.#entries.get(key) ?? {};
    const isKept = kept !== undefined && kept.requestedAt >= notBefore && kept.until > now();
    const isLoading = loading !== undefined && loading.requestedAt >= notBefore;
    onLookup?.(isKept || isLoading);
    if (isKept) return kept.value;
    const { value } = isLoading ? loading : this.#load(key, load);
    return deadline.wait(value, 'a wait');
  }

  /** Drops a kept value if `isMeant` returns true for it; a load that has not ended goes on. */
  drop(key: string, isMeant: (value: V) => boolean): void {
    const entry = this.#entries.peek(key);
    if (entry?.kept === undefined || !isMeant(entry.kept.value)) return;
    entry.kept = undefined;
    this.#forgetIfEmpty(key, entry);
  }

  #load(key: string, load: () => Promise<V>): Load<V> {
    const loading = { requestedAt: this.#options.now(), value: load() };
    const entry = this.#entries.get(key) ?? {};
    entry.loading = loading;
    this.#entries.set(key, entry);
    void this.#settle(key, entry, loading);
    return loading;
  }

  async #settle(key: string, entry: Entry<V>, loading: Load<V>): Promise<void> {
    const { now, until } = this.#options;
    try {
      const { requestedAt } = loading;
      const value = await loading.value;
      // A load that a newer one has replaced is for its own callers only.
      if (entry.loading !== loading) return;
      const kept = { requestedAt, value, until: until(value, requestedAt) };
      entry.kept = kept.until > now() ? kept : undefined;
    } catch {
      // Callers get the failure from the promise itself.
    }
    if (entry.loading === loading) entry.loading = undefined;
    this.#forgetIfEmpty(key, entry);
  }

  /** Keys without a value, as those of bad credentials, must not evict the others. */
  #forgetIfEmpty(key: string, entry: Entry<V>): void {
    const isEmpty = entry.kept === undefined && entry.loading === undefined;
    if (isEmpty && this.#entries.peek(key) === entry) this.#entries.delete(key);
  }
}

import type { SecurityEvent } from '../../domain/outbox/security-event.ts';
import type { Store } from '../../store/store.ts';

/** Tracks work that continues after the request was answered. The ledger closes after it. */
export class Background {
  readonly #running = new Set<Promise<unknown>>();

  /** Starts work after the current response is sent. The work must handle its own errors. */
  run(work: () => Promise<void>): Promise<void> {
    return this.track(new Promise((resolve) => setImmediate(resolve)).then(work));
  }

  /** Keeps the ledger open until a promise has settled. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    return work.finally(() => this.#running.delete(work));
  }

  /** Resolves when no work is running. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}

/** What the parts of an open ledger share. */
export interface LedgerContext {
  readonly store: Store;
  readonly background: Background;
  readonly now: () => number;
  /** Reports a security event. */
  readonly signal: (event: SecurityEvent) => void;
}

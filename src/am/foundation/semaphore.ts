/** How many holders a semaphore has, and how many callers wait for a slot. */
export interface SemaphoreOptions {
  readonly slots: number;
  readonly mostWaiting: number;
}

interface Waiter {
  readonly rank: number;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** A bounded number of slots, and a bounded queue by rank and arrival whose waiters can give up. */
export class Semaphore {
  readonly #options: SemaphoreOptions;
  /** An array: V8 keeps the former tables of a Set alive, and with them what was in flight. */
  readonly #queue: Waiter[] = [];
  #active = 0;

  constructor(options: SemaphoreOptions) {
    this.#options = options;
  }

  get active(): number {
    return this.#active;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether no slot is free and no further caller can wait. */
  get isFull(): boolean {
    const { slots, mostWaiting } = this.#options;
    return this.#active >= slots && this.#queue.length >= mostWaiting;
  }

  tryAcquire(): boolean {
    if (this.#active >= this.#options.slots) return false;
    this.#active += 1;
    return true;
  }

  /**
   * Waits for a slot, behind waiters of the same or a lower rank; rejects with the reason of the
   * signal once that is aborted.
   */
  async wait(signal: AbortSignal, { rank = 0 }: { readonly rank?: number } = {}): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve: admit, reject: refuse } = Promise.withResolvers<void>();
    const waiter: Waiter = { rank, admit, refuse };
    const giveUp = (): void => {
      const at = this.#queue.indexOf(waiter);
      if (at < 0) return;
      this.#queue.splice(at, 1);
      refuse(signal.reason);
    };
    const behind = this.#queue.findLastIndex((other) => other.rank <= rank);
    this.#queue.splice(behind + 1, 0, waiter);
    signal.addEventListener('abort', giveUp);
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Gives a slot back; the first caller of the queue gets it. */
  release(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#active -= 1;
    else next.admit();
  }

  refuseWaiting(reason: unknown): void {
    for (const { refuse } of this.#queue.splice(0)) refuse(reason);
  }
}

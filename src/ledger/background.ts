/** Work that goes on although nobody may wait for it; the ledger is closed after it. */
export class Background {
  readonly #under = new Set<Promise<unknown>>();

  /** How much is under way. */
  get size(): number {
    return this.#under.size;
  }

  /** Begins once the answer that caused it is on its way; rejections are the work's own to handle. */
  run(work: () => Promise<void>): Promise<void> {
    return this.during(new Promise((resolve) => setImmediate(resolve)).then(work));
  }

  /** Has the ledger stay open until something has ended. */
  during<T>(begun: Promise<T>): Promise<T> {
    this.#under.add(begun);
    return begun.finally(() => this.#under.delete(begun));
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#under);
  }
}

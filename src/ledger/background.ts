/** Work that nobody waits for, until the ledger is closed. */
export class Background {
  readonly #under = new Set<Promise<void>>();

  /** How much is under way. */
  get size(): number {
    return this.#under.size;
  }

  /** Begins once the answer that caused it is on its way; rejections are the work's own to handle. */
  run(work: () => Promise<void>): Promise<void> {
    const begun = new Promise((resolve) => setImmediate(resolve)).then(work);
    this.#under.add(begun);
    return begun.finally(() => this.#under.delete(begun));
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#under);
  }
}

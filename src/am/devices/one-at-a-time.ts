/**
 * Runs tasks that share a key one after the other, in the order of their calls. AM's remove is a read-modify-write
 * without a revision check, so two at once can undo each other (U11, R20). This holds within one process only, not
 * across two gateways in front of one AM.
 */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}

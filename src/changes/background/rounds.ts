/** Repeats a task that does not throw: one round at a time, each after a pause. */
export class Rounds {
  readonly #round: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** @param everyMs the pause between two rounds, in milliseconds */
  constructor(round: () => Promise<void>, everyMs: number) {
    this.#round = round;
    this.#everyMs = everyMs;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** @param afterMs the pause before the first round, in milliseconds */
  start(afterMs: number = this.#everyMs): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#last = this.#round().finally(() => this.start());
    }, afterMs).unref();
  }

  /** Starts no further round, and waits for the one under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#last;
  }
}

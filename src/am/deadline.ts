/** The time that one call may take, its retry included; also ends when the client is gone. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #client: AbortSignal | undefined;
  #passed = false;

  constructor(ms: number, client: AbortSignal | undefined) {
    this.#timer = setTimeout(() => {
      this.#passed = true;
      this.#controller.abort();
    }, ms);
    this.#client = client;
    if (client?.aborted === true) this.#controller.abort();
    client?.addEventListener('abort', this.#onGone, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it ended because the time was up. */
  get passed(): boolean {
    return this.#passed;
  }

  /** Must be called when the call is over; frees the timer and the listener. */
  end(): void {
    clearTimeout(this.#timer);
    this.#client?.removeEventListener('abort', this.#onGone);
  }

  readonly #onGone = (): void => this.#controller.abort();
}

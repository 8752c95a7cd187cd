import type { Cancellation } from './cancellation.ts';

/** The time that one call may take, its retry included; also ends when nobody waits any more. */
export class Deadline {
  readonly #timer: NodeJS.Timeout;
  readonly #client: Cancellation | undefined;
  #passed = false;
  #over: boolean;
  #stop: (() => void) | undefined;

  constructor(ms: number, client: Cancellation | undefined) {
    this.#timer = setTimeout(() => {
      this.#passed = true;
      this.#finish();
    }, ms);
    this.#client = client;
    this.#over = client?.cancelled === true;
    client?.listen(this.#finish);
  }

  /** Whether nothing more may be tried: the time is up, or nobody waits. */
  get over(): boolean {
    return this.#over;
  }

  /** Whether it ended because the time was up. */
  get passed(): boolean {
    return this.#passed;
  }

  /** What to stop when it is over; in place of what was to be stopped before. */
  stops(stop: () => void): void {
    this.#stop = stop;
    if (this.#over) stop();
  }

  /** Must be called when the call is over; frees the timer and the listener. */
  end(): void {
    clearTimeout(this.#timer);
    this.#client?.unlisten(this.#finish);
    this.#stop = undefined;
  }

  readonly #finish = (): void => {
    this.#over = true;
    this.#stop?.();
  };
}

/** The time during which at least one activity is in progress, by `performance.now()`. */
class BusyTime {
  ms = 0;
  /** How many activities have started. */
  started = 0;
  #inProgress = 0;
  #since = 0;

  start(at: number): void {
    if (this.#inProgress === 0) this.#since = at;
    this.#inProgress += 1;
    this.started += 1;
  }

  end(at: number): void {
    this.#inProgress -= 1;
    if (this.#inProgress === 0) this.ms += at - this.#since;
  }
}

/** Counts what one request waits for. */
export class CallTally {
  /** Calls that the request has started. */
  readonly upstream = new BusyTime();
  /** Queues: for the lock of a change, or for a slot of a bulkhead. */
  readonly waiting = new BusyTime();
  /** The span of the request; opaque here. */
  trace: unknown;
  /** The W3C trace context to send to AM; undefined if the request is not traced. */
  traceparent: string | undefined;
  /** The client's own correlation id, which AM gets beside the gateway's; undefined without. */
  clientCorrelationId: string | undefined;

  /** Counts a wait in a queue that ends now. */
  waited(since: number): void {
    this.waiting.start(since);
    this.waiting.end(performance.now());
  }
}

/** The time during which at least one of several things is under way; times are those of `performance.now()`. */
export class Stretch {
  ms = 0;
  #underWay = 0;
  #since = 0;

  begin(at: number): void {
    if (this.#underWay === 0) this.#since = at;
    this.#underWay += 1;
  }

  end(at: number): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.ms += at - this.#since;
  }
}

/** What one request has waited for outside of this process, filled by those who call and wait. */
export class Tally {
  /** While AM is asked by a call that the request began. */
  readonly upstream = new Stretch();
  upstreamCalls = 0;
  /** In queues: for the turn of a change, for that of an unknown credential, for a place among the calls to a part of AM. */
  readonly waiting = new Stretch();
  /** The span of the request; undefined where nothing is traced. */
  trace: unknown;
  /** What tells AM of that span (W3C Trace Context). */
  traceparent: string | undefined;

  /** Counts a call to AM that is sent. */
  sent(at: number): void {
    this.upstreamCalls += 1;
    this.upstream.begin(at);
  }

  /** Counts a wait that is over. */
  waited(since: number): void {
    this.waiting.begin(since);
    this.waiting.end(performance.now());
  }
}

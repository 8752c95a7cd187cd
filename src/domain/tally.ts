/** What one request has waited for outside of this process, filled by those who call and wait. */
export class Tally {
  /** Milliseconds during which at least one call to AM that the request began was under way. */
  upstreamMs = 0;
  upstreamCalls = 0;
  /** Milliseconds in queues: for a turn of a change, or of an unknown credential. */
  waitingMs = 0;
  /** The span of the request; undefined where nothing is traced. */
  trace: unknown;
  /** What tells AM of that span (W3C Trace Context). */
  traceparent: string | undefined;
  #underWay = 0;
  #since = 0;

  /** Counts a call to AM that begins, at a time of `performance.now()`. */
  begin(at: number): void {
    if (this.#underWay === 0) this.#since = at;
    this.#underWay += 1;
    this.upstreamCalls += 1;
  }

  /** Counts the end of a call. */
  end(at: number): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.upstreamMs += at - this.#since;
  }
}

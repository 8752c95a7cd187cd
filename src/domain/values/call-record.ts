/** What connects a request and its calls: its span, the W3C trace context and the client's id. */
export interface Traced {
  trace: unknown;
  traceparent: string | undefined;
  /** The client's own correlation id; absent or undefined if it sent none. */
  clientCorrelationId?: string | undefined;
}

/** One finished call to AM or to a server beside it, without anything secret or personal in it. */
export interface CallRecord {
  readonly correlationId: string;
  readonly method: string;
  readonly template: string;
  /** The HTTP status, or the error code when there was no answer. */
  readonly result: number | string;
  /** Without the wait for a slot. */
  readonly durationMs: number;
  /** 0 if nothing was sent. */
  readonly attempts: number;
  /** Of the request that started the call; undefined for the gateway itself. */
  readonly tally?: Traced | undefined;
}

/** The id of a request's trace; undefined if it is not traced. */
export function traceIdOf(traced: Pick<Traced, 'traceparent'> | undefined): string | undefined {
  return traced?.traceparent?.split('-')[1];
}

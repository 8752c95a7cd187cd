import type { Route } from './paths.ts';
import type { SessionToken } from './session-token.ts';

/** One finished call, without anything secret or personal in it. */
export interface CallRecord {
  readonly correlationId: string;
  readonly method: string;
  readonly template: string;
  /** The HTTP status, or the error code of a call that got none. */
  readonly result: number | string;
  readonly durationMs: number;
  readonly attempts: number;
}

/** Who asks, under which id, and until when an answer is wanted. */
export interface CallContext {
  readonly token: SessionToken | null;
  readonly cookieName: string;
  readonly correlationId: string;
  /** Aborts when the client is gone. Never passed to a write, whose outcome must be known. */
  readonly signal: AbortSignal | undefined;
}

/** One call to AM. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly route: Route;
  readonly version: string;
  /** Whether it changes anything: then it is sent once, on a connection of its own. */
  readonly effect: 'read' | 'write';
}

/** What AM answered; `json` is undefined where the body is not JSON. */
export interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly template: string;
  readonly retryAfterSeconds: number | null;
}

import type { Cancellation } from './cancellation.ts';
import type { Credential } from '../session/credential.ts';

/** One place of AM: the path to send, and its template without names, which is safe to log. */
export interface Route {
  readonly path: string;
  readonly template: string;
}

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
  readonly credential: Credential | null;
  readonly cookieName: string;
  readonly correlationId: string;
  /** Cancelled when the client is gone. Never passed to a write, whose outcome must be known. */
  readonly client: Cancellation | undefined;
  /** Who shares identical reads that are under way: one caller, or nobody for null. */
  readonly sharedBy: string | null;
}

/** One call to AM. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly route: Route;
  /** The resource version to ask for; null where the place knows none. */
  readonly version: string | null;
  /** Whether it changes anything: then it is sent once, on a connection of its own. */
  readonly effect: 'read' | 'write';
  /** A JSON text unless `headers` say otherwise; a POST without one sends `{}`. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a good answer is thrown away unread, because it holds the removed record (U7). */
  readonly discardAnswer?: boolean;
}

/** What AM answered; `json` is undefined where the body is not JSON. */
export interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly template: string;
  readonly retryAfterSeconds: number | null;
}

import type { Tally } from '../../domain/tally.ts';
import { noDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import type { Credential } from '../session/credential.ts';

/** One place of AM: the path to send, and its template without names, which is safe to log. */
export interface Route {
  readonly path: string;
  readonly template: string;
  /** The name of the realm that it belongs to; empty where it belongs to none. */
  readonly realm: string;
}

/** One finished call, without anything secret or personal in it. */
export interface CallRecord {
  readonly correlationId: string;
  readonly method: string;
  readonly template: string;
  /** The HTTP status, or the error code when there was no answer. */
  readonly result: number | string;
  /** Without the wait for its place. */
  readonly durationMs: number;
  /** 0 where nothing was sent. */
  readonly attempts: number;
  /** The request that began the call; undefined for the gateway itself. */
  readonly tally?: Tally | undefined;
}

/** On whose behalf a call is made. */
export interface CallContext {
  readonly credential: Credential | null;
  readonly cookieName: string;
  readonly correlationId: string;
  /** Aborted when the client is gone; reads end then. A write ignores it, because its outcome must be known. */
  readonly client: AbortSignal | undefined;
  /** By when the request ends that the call is made for. */
  readonly deadline: Deadline;
  /** The caller who shares identical reads in flight; null for a read that nobody joins. */
  readonly sharedBy: string | null;
  /** What the request waits for is counted here; undefined for the gateway itself. */
  readonly tally?: Tally | undefined;
}

/** The context of a call that the gateway makes for itself, without a credential. */
export function gatewayContext(correlationId: string): CallContext {
  return {
    credential: null,
    cookieName: '',
    correlationId,
    client: undefined,
    deadline: noDeadline,
    sharedBy: null,
  };
}

/** One call to AM. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly route: Route;
  /** The resource version to ask for; null where the place has none. */
  readonly version: string | null;
  /** A write changes something: it is sent once, on a connection of its own. */
  readonly mode: 'read' | 'write';
  /** A JSON text unless `headers` say otherwise; a POST without one sends `{}`. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a good answer is dropped unread, because it holds the removed record (U7). */
  readonly discardAnswer?: boolean;
}

/** AM's answer; `json` is undefined where the body is not JSON. */
export interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly template: string;
  readonly retryAfterSeconds: number | null;
}

import type { CallTally } from '../foundation/call-tally.ts';
import { noDeadline, type Deadline } from '../foundation/deadline.ts';
import type { Credential } from '../foundation/credential.ts';

/** One endpoint: the path to send, and its template without names, which is safe to log. */
export interface Route {
  readonly path: string;
  readonly template: string;
  /** The name of its realm; empty if it belongs to none. */
  readonly realm: string;
}

/** The request that a call is made for. */
export interface RequestScope {
  readonly correlationId: string;
  readonly deadline: Deadline;
  /** Counts what the request waits for; undefined for the gateway itself. */
  readonly tally?: CallTally | undefined;
}

/** On whose behalf a call to AM is made. */
export interface CallContext extends RequestScope {
  readonly credential: Credential | null;
  readonly cookieName: string;
  /** Aborted when the client is gone. Ends reads; the outcome of a write must become known. */
  readonly client: AbortSignal | undefined;
  /** The caller who shares identical reads in flight; null for a read that is not shared. */
  readonly sharedBy: string | null;
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
  /** The resource version; null for an endpoint without versions. */
  readonly version: string | null;
  /** A read may be retried and shared. A write is sent once, on a connection of its own. */
  readonly mode: 'read' | 'write';
  /** A JSON text unless `headers` say otherwise; a POST without one sends `{}`. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request to a server beside AM, such as a token issuer. Sent once, on a kept connection. */
export interface OutsideCall {
  readonly url: string | URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** The name of the realm; empty for a server that belongs to none. */
  readonly realm: string;
  /** What logs and metrics show instead of the URL. */
  readonly template: string;
  /** The request that the call is made for; undefined for a call that several requests wait for. */
  readonly request?: RequestScope | undefined;
}

/** What every answer has. */
export interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly template: string;
  readonly retryAfterSeconds: number | null;
}

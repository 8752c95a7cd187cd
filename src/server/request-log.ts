import { hash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Kind } from 'graphql';
import type { GraphQLError } from 'graphql';
import { Role } from '../domain/caller.ts';
import type { Caller } from '../domain/caller.ts';
import { Failure } from '../domain/failure.ts';
import { failureIn, maskError } from '../execution/mask-errors.ts';
import { causeOf, framesOf } from '../telemetry/frames.ts';
import type { Log, RequestRecord } from '../telemetry/log.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { ClientAddress } from './client-address.ts';
import { HttpError } from './http-error.ts';
import { RequestNotes } from './request-notes.ts';

/** What is told of the head of a request; of what could not be read as one there is no more than where it came from. */
export type RequestHead = Pick<IncomingMessage, 'socket' | 'headers'> &
  Partial<Pick<IncomingMessage, 'method' | 'url'>>;

/** A request that has been answered. */
export interface AnsweredRequest {
  readonly request: RequestHead;
  readonly correlationId: string;
  readonly notes: RequestNotes;
  readonly route: string;
  readonly status: number;
  readonly responseBytes: number;
}

/** What lines of requests need. */
export interface RequestLogOptions {
  readonly addressOf: ClientAddress;
  readonly callerKey?: string | undefined;
  /** Undefined where nothing is traced. */
  readonly tracing?: Tracing | undefined;
}

/** Writes a line for every request, and its span. */
export class RequestLog {
  readonly #log: Log;
  readonly #addressOf: ClientAddress;
  readonly #key: string;
  readonly #tracing: Tracing | undefined;

  /** Without a key one is drawn, so that callers can be told apart in the lines of this process only. */
  constructor(log: Log, { addressOf, callerKey, tracing }: RequestLogOptions) {
    this.#log = log;
    this.#addressOf = addressOf;
    this.#tracing = tracing;
    this.#key = callerKey ?? randomBytes(32).toString('base64');
  }

  /** Notes of a request that begins. */
  begun(request: RequestHead): RequestNotes {
    const { url, headers } = request;
    const { traceparent } = headers;
    const notes = new RequestNotes(this.#addressOf(request));
    // Probes come all day and tell nothing, and what could not be read is no request.
    const isTraced = url !== undefined && !url.startsWith('/health/');
    if (this.#tracing !== undefined && isTraced) {
      const parent = typeof traceparent === 'string' ? traceparent : undefined;
      this.#tracing.begin(notes.tally, parent, notes.startedAt);
    }
    return notes;
  }

  /** Writes the line of a request. */
  answered({ request, correlationId, notes, route, status, responseBytes }: AnsweredRequest): void {
    const { method = '', url = '' } = request;
    const { client, tally, operation, document, isTrusted, context, codes, startedAt } = notes;
    const query = url.indexOf('?');
    const length = request.headers['content-length'];
    const caller = context?.caller.known ?? null;
    const record: RequestRecord = {
      correlationId,
      client,
      method,
      path: shownPath(query < 0 ? url : url.slice(0, query)),
      route,
      status,
      requestBytes: length === undefined ? null : Number(length),
      responseBytes,
      durationMs: performance.now() - startedAt,
      waitingMs: tally.waiting.ms,
      upstreamMs: tally.upstream.ms,
      upstreamCalls: tally.upstreamCalls,
      operationName: isTrusted ? (operation?.name ?? null) : null,
      operationType: operation?.type ?? null,
      documentId: document?.id ?? null,
      lane: context?.record.lane ?? null,
      role: roleOf(caller),
      caller: this.#hashOf(caller),
      codes,
    };
    this.#log.request(record);
    this.#tracing?.end(tally, record);
  }

  /** Keyed, so that names cannot be guessed from their hashes. */
  #hashOf(caller: Caller | null): string | null {
    if (caller?.kind !== 'signed in') return null;
    const name = `${this.#key} ${caller.realm?.name ?? '/'} ${caller.username.toLowerCase()}`;
    return hash('sha256', name, 'base64url').slice(0, 16);
  }
}

function roleOf(caller: Caller | null): string | null {
  if (caller === null) return null;
  if (caller.kind === 'anonymous') return 'ANONYMOUS';
  // They are declared from the least to the most powerful.
  return Object.values(Role).findLast((role) => caller.roles.includes(role)) ?? null;
}

/** Logs the operator's detail of the errors of an operation; clients get only the correlation id. */
export function logRaised(log: Log, correlationId: string, raised: readonly GraphQLError[]): void {
  for (const error of raised) log.failure({ correlationId, ...operatorView(error) });
}

/** Logs why a request was refused before execution. */
export function logRefused(log: Log, correlationId: string, error: unknown): void {
  if (error instanceof HttpError) {
    // What does not exist is no failure: bots ask for it all day, and each has its line.
    if (error.status !== 404) {
      log.failure({ correlationId, code: error.code, detail: error.message });
    }
  } else if (error instanceof Failure) {
    const { code, detail = null } = error;
    log.failure({ correlationId, code, detail, cause: causeOf(error) });
  } else {
    log.failure({ correlationId, code: 'INTERNAL', stack: framesOf(error) });
  }
}

function operatorView(error: GraphQLError): {
  code: string;
  field: string | null;
  detail: string | null;
  stack: string | null;
  cause: string | null;
} {
  const failure = failureIn(error);
  const code = String(maskError(error.toJSON(), error).extensions?.['code']);
  return {
    code,
    field: fieldOf(error),
    detail: failure?.detail ?? null,
    stack: code === 'INTERNAL' ? framesOf(error.originalError ?? error) : null,
    cause: causeOf(failure),
  };
}

/** A path as it may be logged: a long or odd part may be a token or somebody's name, and is not told. */
function shownPath(path: string): string {
  return path
    .split('/')
    .map((part) => (/^[\w.-]{0,24}$/.test(part) ? part : '…'))
    .join('/');
}

/**
 * Returns the name of the failed field in the schema; the error's own path holds the client's aliases. Errors
 * from before execution have no path, and their nodes may name fields that do not exist.
 */
function fieldOf({ nodes, path }: GraphQLError): string | null {
  const node = nodes?.[0];
  return path !== undefined && node?.kind === Kind.FIELD ? node.name.value : null;
}

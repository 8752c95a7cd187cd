import { hash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Kind, type GraphQLError } from 'graphql';
import { holds, Role, type Caller } from '../domain/people/caller.ts';
import { Failure } from '../domain/values/failure.ts';
import { failureIn, maskError } from '../documents/mask-errors.ts';
import { traceIdOf } from '../domain/values/call-record.ts';
import { causeOf, framesOf } from '../telemetry/frames.ts';
import type { Log, RequestRecord } from '../telemetry/log.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import { shed } from './admission.ts';
import { type ClientAddress, clientCorrelationIdOf } from './http/client-address.ts';
import { HttpError } from './http/http-error.ts';
import { CallTally } from '../am/index.ts';
import type { Document, Operation } from '../documents/document.ts';
import type { RequestContext } from '../graph/request/context.ts';

/** What is learned about a request while it is served, for its log line. */
export class RequestNotes {
  /** The address of the client, read at the start: a closed connection no longer has it. */
  readonly client: string;
  /** By `performance.now()`. */
  readonly startedAt = performance.now();
  readonly tally = new CallTally();
  /** The part of the gateway that answered, if it is neither GraphQL nor a probe. */
  route: 'enrolment' | 'metadata' | 'pages' | 'signals' | 'verify' | null = null;
  document: Document | undefined;
  /** Whether the document is trusted, so that its names are safe to log. */
  isTrusted = false;
  operation: Operation | undefined;
  context: RequestContext | undefined;
  /** `extensions.code` of the errors in the response. */
  codes: readonly string[] = [];

  constructor(client: string) {
    this.client = client;
  }
}

/** What a log line shows of a request. For an unparsable one, only the remote address is known. */
export type RequestHead = Pick<IncomingMessage, 'socket' | 'headers'> &
  Partial<Pick<IncomingMessage, 'method' | 'url'>>;

/** A request that has been answered. */
interface AnsweredRequest {
  readonly request: RequestHead;
  readonly correlationId: string;
  readonly notes: RequestNotes;
  readonly route: string;
  readonly status: number;
  readonly responseBytes: number;
}

interface RequestLogOptions {
  readonly addressOf: ClientAddress;
  readonly tracing?: Tracing | undefined;
}

/** Writes an access-log line for every request, and ends its span. */
export class RequestLog {
  readonly #log: Log;
  readonly #options: RequestLogOptions;
  /** Random: the hashes of callers are comparable within this process only. */
  readonly #key = randomBytes(32).toString('base64');

  constructor(log: Log, options: RequestLogOptions) {
    this.#log = log;
    this.#options = options;
  }

  start(request: RequestHead): RequestNotes {
    const { url, headers } = request;
    const { traceparent } = headers;
    const notes = new RequestNotes(this.#options.addressOf(request));
    notes.tally.clientCorrelationId = clientCorrelationIdOf(request);
    const parent = typeof traceparent === 'string' ? traceparent : undefined;
    // Probes and unparsable requests are not traced.
    if (url !== undefined && !url.startsWith('/health/'))
      this.#options.tracing?.begin(notes.tally, parent, notes.startedAt);
    return notes;
  }

  finish({ request, correlationId, notes, route, status, responseBytes }: AnsweredRequest): void {
    const { method = '' } = request;
    const { client, tally, operation, document, isTrusted, context, codes, startedAt } = notes;
    const { clientCorrelationId } = tally;
    const length = request.headers['content-length'];
    const caller = context?.caller.known ?? null;
    const record: RequestRecord = {
      correlationId,
      ...(clientCorrelationId !== undefined && { clientCorrelationId }),
      client,
      method,
      path: shownPath(pathOf(request)),
      route,
      status,
      requestBytes: length === undefined ? null : Number(length),
      responseBytes,
      durationMs: performance.now() - startedAt,
      waitingMs: tally.waiting.ms,
      upstreamMs: tally.upstream.ms,
      upstreamCalls: tally.upstream.started,
      operationName: isTrusted ? (operation?.name ?? null) : null,
      operationType: operation?.type ?? null,
      documentId: document?.id ?? null,
      role: roleOf(caller),
      caller: this.#hashOf(caller),
      codes,
      traceId: traceIdOf(tally),
    };
    this.#log.request(record);
    this.#options.tracing?.end(tally, record);
  }

  /** Logs the details of the errors of an operation; clients get only the correlation id. */
  raised(correlationId: string, raised: readonly GraphQLError[]): void {
    for (const error of raised) {
      const failure = failureIn(error);
      const code = String(maskError(error.toJSON(), error).extensions?.['code']);
      this.#log.failure({
        correlationId,
        code,
        field: fieldOf(error),
        detail: failure?.detail ?? null,
        stack: code === 'INTERNAL' ? framesOf(error.originalError ?? error) : null,
        cause: causeOf(failure),
      });
    }
  }

  /** Notes and logs why a request was refused before execution. */
  refused(
    error: unknown,
    { correlationId, notes }: Pick<AnsweredRequest, 'correlationId' | 'notes'>,
  ): void {
    const code = error instanceof HttpError || error instanceof Failure ? error.code : 'INTERNAL';
    notes.codes = [code];
    if (error instanceof HttpError) {
      // An unknown address is not a failure: bots send many, and the access log shows each.
      if (error.status === 404) return;
      this.#log.failure({ correlationId, code, detail: error.message });
    } else if (error instanceof Failure) {
      const { detail = null } = error;
      // Refusals because of load are logged once a second, not one by one.
      if (error !== shed) this.#log.failure({ correlationId, code, detail, cause: causeOf(error) });
    } else {
      this.#log.failure({ correlationId, code, stack: framesOf(error) });
    }
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
  // Roles are declared from the least to the most powerful.
  return Object.values(Role).findLast((role) => holds(caller, role)) ?? null;
}

/** The path of a request, without its query; empty for one that cannot be parsed. */
export function pathOf({ url = '' }: Pick<RequestHead, 'url'>): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

/** A path for the log, without its long or unusual parts, which may be tokens or names. */
function shownPath(path: string): string {
  return path
    .split('/')
    .map((part) => (/^[\w.-]{0,24}$/.test(part) ? part : '…'))
    .join('/');
}

/**
 * Returns the name of the failed field in the schema; the error's own path holds the client's
 * aliases. Errors from before execution have no path, and their nodes may name fields that do not
 * exist.
 */
function fieldOf({ nodes, path }: GraphQLError): string | null {
  const node = nodes?.[0];
  return path !== undefined && node?.kind === Kind.FIELD ? node.name.value : null;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Deadline } from '../am/deadline.ts';
import { overloaded } from '../am/http/errors.ts';
import type { RequestSeed } from '../am/am-for-request.ts';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import type { Documents } from '../documents/documents.ts';
import { chosenOperation } from '../documents/document.ts';
import type { Engine } from '../execution/engine.ts';
import type { RequestContext } from '../graph/request/context.ts';
import { requestErrorCodes } from '../execution/mask-errors.ts';
import type { Log } from '../telemetry/log.ts';
import type { Credential } from '../am/session/credential.ts';
import { callerOf } from './caller-of.ts';
import { refuseCrossSite } from './cross-site.ts';
import type { OriginRules } from './cross-site.ts';
import type { Admission } from './admission.ts';
import { readGraphqlRequest, refuseChangeByGet } from './graphql-request.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import { priorityOf } from './priority.ts';
import { mediaTypeFor } from './media-type.ts';
import type { MediaType } from './media-type.ts';
import { readBody } from './read-body.ts';
import { retryAfterOf } from './reply.ts';
import type { Reply } from './reply.ts';
import { logRaised } from './request-log.ts';
import type { RequestNotes } from './request-notes.ts';

/** An HTTP request, its response, and its correlation id. */
export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly correlationId: string;
  readonly notes: RequestNotes;
  /** By when the request ends. */
  readonly deadline: Deadline;
}

/** The pages for people. */
export interface PageRoutes {
  /** Answers for the addresses of pages; null for every other one. */
  readonly answer: (exchange: HttpExchange, path: string) => MaybePromise<Reply> | null;
  /**
   * The access token behind the pages' own cookie; undefined where the request has none, null where it is not good.
   * Absent where the pages use AM's session.
   */
  readonly credentialOf?: (
    request: IncomingMessage,
    deadline: Deadline,
  ) => Promise<Credential | null | undefined>;
}

/** What the endpoint is created from. */
export interface GraphqlEndpointOptions extends OriginRules {
  readonly engine: Engine;
  readonly documents: Documents;
  readonly cookieName: (deadline?: Deadline) => MaybePromise<string>;
  readonly contextOf: (seed: RequestSeed) => RequestContext;
  /** Refuses requests while the process has as much to do as it can; null where it never does. */
  readonly admission: Admission | null;
  readonly bodyLimit: number;
  readonly log: Log;
  /** The pages for people; undefined where none are served. */
  readonly pages: PageRoutes | undefined;
  /** The cost limit, where responses show the cost of their operation; otherwise null. */
  readonly shownCostLimit: number | null;
}

/**
 * Handles one GraphQL request: media type, body, credential, cross-site rule, document, then execution.
 * @throws HttpError or Failure for a request that is refused before execution
 */
export async function answerGraphql(
  exchange: HttpExchange,
  options: GraphqlEndpointOptions,
): Promise<Reply> {
  const { request, notes } = exchange;
  const mediaType = mediaTypeFor(request);
  const body = request.method === 'GET' ? null : await readBody(request, options.bodyLimit);
  const asked = readGraphqlRequest(request, body);
  const { admission } = options;
  if (admission === null) return answerAsked(exchange, options, { asked, mediaType });
  if (!admission.isOpen && !admission.lets(priorityOf(asked.document, options.documents))) {
    notes.isShed = true;
    throw shed;
  }
  const entered = admission.enter();
  let isTimed = false;
  try {
    const reply = await answerAsked(exchange, options, { asked, mediaType });
    // A change takes several times as long, and under load more of what is served is changes.
    const isQuery = notes.operation?.type === OperationTypeNode.QUERY;
    isTimed = reply.status === 200 && notes.codes.length === 0 && isQuery;
    return reply;
  } finally {
    admission.leave(entered, isTimed ? performance.now() - notes.startedAt : null);
  }
}

/** One failure for all: its stack would tell nothing, and taking it costs more than the refusal. */
const shed = overloaded('the process has as much to do as it can');

interface Asked {
  readonly asked: GraphqlRequest;
  readonly mediaType: MediaType;
}

async function answerAsked(
  { request, response, correlationId, notes, deadline }: HttpExchange,
  options: GraphqlEndpointOptions,
  { asked, mediaType }: Asked,
): Promise<Reply> {
  const { document: named, variables, operationName } = asked;
  const credential = await credentialIn(request, options, deadline);
  const document = options.documents.find(named);
  notes.document = document;
  notes.isTrusted = options.documents.isTrusted(document);
  notes.operation = chosenOperation(document, operationName);
  refuseChangeByGet(request, document.operations);
  const client = clientOf(response);
  const { tally } = notes;
  const context = options.contextOf({ credential, correlationId, client, deadline, tally });
  notes.context = context;
  const result = await options.engine.run({ document, variables, operationName }, context);
  const status = resultStatus(result, mediaType);
  const { raised, points } = context.record;
  logRaised(options.log, correlationId, raised);
  notes.codes = (result.errors ?? []).map((error) => String(error.extensions?.['code']));
  const limit = options.shownCostLimit;
  const cost = limit === null || points === null ? null : { points, limit };
  const headers = status === 503 ? refusedHeaders(result, mediaType) : headersFor[mediaType];
  return { status, headers, body: bodyOf(result, correlationId, cost) };
}

/** What the caller has sent along by intent stands before what the browser attaches by itself: the pages' cookie, then AM's. */
async function credentialIn(
  request: IncomingMessage,
  options: GraphqlEndpointOptions,
  deadline: Deadline,
): Promise<Credential | null> {
  const cookieName = await options.cookieName(deadline);
  const { authorization, [cookieName.toLowerCase()]: session } = request.headers;
  if (authorization === undefined && session === undefined) {
    const ofPages = await options.pages?.credentialOf?.(request, deadline);
    if (ofPages !== undefined) return ofPages;
  }
  const { credential, from } = callerOf(request, cookieName);
  if (from === 'cookie') refuseCrossSite(request, options);
  return credential;
}

const headersFor: Readonly<Record<MediaType, Reply['headers']>> = {
  'application/json': { 'content-type': 'application/json; charset=utf-8' },
  'application/graphql-response+json': {
    'content-type': 'application/graphql-response+json; charset=utf-8',
  },
};

/** Serializes the response: errors first, each with the correlation id. */
function bodyOf(
  { errors, data, extensions }: FormattedExecutionResult,
  correlationId: string,
  cost: { readonly points: number; readonly limit: number } | null,
): string {
  const shown = cost === null ? extensions : { ...extensions, cost };
  return JSON.stringify({
    errors: errors?.map((error) => withId(error, correlationId)),
    data,
    extensions: shown,
  });
}

function withId(error: GraphQLFormattedError, correlationId: string): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, correlationId } };
}

/**
 * Returns 200 for an executed operation. An invalid request is 400, but 200 as `application/json`, whose clients
 * take any other status for a failure of the server (GraphQL over HTTP, §6.4).
 */
function resultStatus(result: FormattedExecutionResult, mediaType: MediaType): number {
  const { data, errors } = result;
  if (errors !== undefined && isRefusedWhole(result)) return 503;
  if (data !== undefined) return 200;
  const code = errors?.[0]?.extensions?.['code'];
  if (requestErrorCodes.some((known) => known === code)) {
    return mediaType === 'application/json' ? 200 : 400;
  }
  return code === 'INTERNAL' ? 500 : 400;
}

/** Whether nothing of the operation was served because too much is asked at once; a 503 makes clients and proxies wait. */
function isRefusedWhole({ data, errors }: FormattedExecutionResult): boolean {
  if (errors?.every((error) => error.extensions?.['code'] === 'OVERLOADED') !== true) return false;
  return holdsNothing(data ?? null);
}

function holdsNothing(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.values(value).every(holdsNothing);
}

function refusedHeaders(
  { errors }: FormattedExecutionResult,
  mediaType: MediaType,
): Reply['headers'] {
  return { ...headersFor[mediaType], ...retryAfterOf(errors?.[0]?.extensions ?? {}) };
}

function clientOf(response: ServerResponse): AbortSignal {
  const client = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) client.abort();
  });
  return client.signal;
}

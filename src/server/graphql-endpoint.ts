import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Credential, Deadline, RequestScope, RequestSeed } from '../am/index.ts';
import type { RemovedPageSession } from '../domain/people/page-session.ts';
import { andThen, isPromise, type MaybePromise } from '../domain/values/maybe-promise.ts';
import type { Documents } from '../documents/documents.ts';
import { chosenOperation } from '../documents/document.ts';
import type { Engine } from '../documents/engine.ts';
import type { RequestContext } from '../graph/request/context.ts';
import { requestErrorCodes } from '../domain/values/failure.ts';
import { callerOf, refuseCrossSite } from './caller-of.ts';
import type { CallerOfRequest, OriginRules } from './caller-of.ts';
import { priorityOf, shed, type Admission } from './admission.ts';
import {
  readBody,
  readGraphqlRequest,
  refuseChangeByGet,
  type GraphqlRequest,
} from './graphql-request.ts';
import { mediaTypeFor, type MediaType } from './http/media-type.ts';
import { retryAfterOf, type Reply } from './http/reply.ts';
import { isGetOrHead } from './http/safe-method.ts';
import { challengeOf, type ProtectedResource } from './protected-resource.ts';
import type { RequestLog, RequestNotes } from './request-log.ts';

/** An HTTP request, its response, and its correlation id. */
export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly correlationId: string;
  readonly notes: RequestNotes;
  readonly deadline: Deadline;
}

/** The gateway's pages. */
export interface PageRoutes {
  /** The response for the address of a page; null for any other address. */
  readonly answer: (exchange: HttpExchange, path: string) => MaybePromise<Reply> | null;
  /**
   * The page for a browser whose request failed, with the status and the cookies of the reply; null
   * for other clients.
   */
  readonly failurePage: (request: IncomingMessage, reply: Reply) => Reply | null;
  /**
   * The access token of the pages' own cookie; undefined if the request has no such cookie, null if
   * it is not valid. Absent if the pages use AM's session.
   * @throws HttpError 400 if the request has another credential, too
   */
  readonly credentialOf?: (
    request: IncomingMessage,
    deadline: Deadline,
    other: CallerOfRequest,
  ) => Promise<Credential | null> | undefined;
  /**
   * Revokes the tokens of sessions that were removed. Absent if the pages use AM's session.
   * @throws Failure if a token was not revoked
   */
  readonly revokeTokens?: (
    removed: readonly RemovedPageSession[],
    request: RequestScope,
  ) => Promise<void>;
}

/** The endpoints of Shared Signals. */
export interface SignalRoutes {
  /** Whether a path is that of an endpoint. */
  readonly serves: (path: string) => boolean;
  /** @throws HttpError for a request that is refused */
  readonly answer: (exchange: HttpExchange, path: string) => MaybePromise<Reply>;
}

/** The pages of checks by vendors. */
export type VerifyRoutes = SignalRoutes;

/** What the endpoint is created from. */
export interface GraphqlEndpointOptions extends OriginRules {
  readonly engine: Engine;
  readonly documents: Documents;
  readonly cookieName: (deadline?: Deadline) => MaybePromise<string>;
  readonly contextOf: (seed: RequestSeed) => RequestContext;
  /** Refuses requests while the process is overloaded; null if it never refuses any. */
  readonly admission: Admission | null;
  readonly bodyLimit: number;
  readonly requests: RequestLog;
  /** The gateway's pages; undefined if they are not served. */
  readonly pages: PageRoutes | undefined;
  /** How clients get access tokens; undefined if none are accepted. */
  readonly resource: ProtectedResource | undefined;
  /** The cost limit, if responses show the cost of their operation; otherwise null. */
  readonly shownCostLimit: number | null;
}

/**
 * Handles one GraphQL request: media type, body, credential, cross-site rule, document, then
 * execution.
 * @throws HttpError or Failure for a request that is refused before execution
 */
export async function answerGraphql(
  exchange: HttpExchange,
  options: GraphqlEndpointOptions,
): Promise<Reply> {
  const { request } = exchange;
  const mediaType = mediaTypeFor(request);
  const body = isGetOrHead(request) ? null : await readBody(request, options.bodyLimit);
  const graphql = readGraphqlRequest(request, body);
  const { admission } = options;
  if (admission === null) return answerAdmitted(exchange, options, { graphql, mediaType });
  if (!admission.isOpen && !admission.admits(priorityOf(graphql.document, options.documents)))
    throw shed;
  const entered = admission.enter();
  try {
    return await answerAdmitted(exchange, options, { graphql, mediaType });
  } finally {
    admission.leave(entered);
  }
}

async function answerAdmitted(
  { request, response, correlationId, notes, deadline }: HttpExchange,
  options: GraphqlEndpointOptions,
  { graphql, mediaType }: { readonly graphql: GraphqlRequest; readonly mediaType: MediaType },
): Promise<Reply> {
  const { document: named, variables, operationName } = graphql;
  const found = credentialIn(request, options, deadline);
  const credential = isPromise(found) ? await found : found;
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
  const { raised, points, wantedSignIn } = context.record;
  options.requests.raised(correlationId, raised);
  notes.codes = (result.errors ?? []).map((error) => String(error.extensions?.['code']));
  const limit = options.shownCostLimit;
  const cost = limit === null || points === null ? null : { points, limit };
  const stopping = status === 503 ? result.errors?.[0] : result.errors?.find(isLimited);
  const retryAfter = retryAfterOf(stopping?.extensions ?? {});
  const operation = notes.operation?.type;
  const answered = { request, operation, codes: notes.codes, wantedSignIn };
  const headers = {
    'content-type': `${mediaType}; charset=utf-8`,
    ...retryAfter,
    ...(options.resource && challengeOf(answered, options.resource)),
  };
  return { status, headers, body: bodyOf(result, correlationId, cost) };
}

/** The credential of the pages' own cookie, or else the one of the header or of AM's cookie. */
function credentialIn(
  request: IncomingMessage,
  options: GraphqlEndpointOptions,
  deadline: Deadline,
): MaybePromise<Credential | null> {
  return andThen(options.cookieName(deadline), (cookieName) => {
    const found = callerOf(request, cookieName);
    const ofPages = options.pages?.credentialOf?.(request, deadline, found);
    if (ofPages !== undefined) return ofPages;
    if (found.from === 'cookie') refuseCrossSite(request, options);
    return found.credential;
  });
}

function bodyOf(
  { errors, data, extensions }: FormattedExecutionResult,
  correlationId: string,
  cost: { readonly points: number; readonly limit: number } | null,
): string {
  const shown = cost === null ? extensions : { ...extensions, cost };
  return JSON.stringify({
    errors: errors?.map((error) => ({
      ...error,
      extensions: { ...error.extensions, correlationId },
    })),
    data,
    extensions: shown,
  });
}

/**
 * Returns 200 for an executed operation. An invalid request is 400, but 200 as `application/json`,
 * whose clients treat any other status as a failure of the server (§6.4 of the draft of May 2025).
 */
function resultStatus(result: FormattedExecutionResult, mediaType: MediaType): number {
  const { data, errors } = result;
  if (errors !== undefined && isRefusedWhole(result)) return 503;
  if (data !== undefined) return 200;
  const code = errors?.[0]?.extensions?.['code'];
  if (requestErrorCodes.some((known) => known === code))
    return mediaType === 'application/json' ? 200 : 400;
  return code === 'INTERNAL' ? 500 : 400;
}

function isLimited({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['code'] === 'RATE_LIMITED';
}

/** Whether overload prevented the whole operation; a 503 makes clients and proxies wait. */
function isRefusedWhole({ data, errors }: FormattedExecutionResult): boolean {
  if (errors?.every((error) => error.extensions?.['code'] === 'OVERLOADED') !== true) return false;
  return holdsNothing(data ?? null);
}

function holdsNothing(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.values(value).every(holdsNothing);
}

function clientOf(response: ServerResponse): AbortSignal {
  const client = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) client.abort();
  });
  return client.signal;
}

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Deadline, lastLookMs } from '../am/deadline.ts';
import { Failure } from '../domain/failure.ts';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import { correlationIdOf } from './correlation-id.ts';
import { allowedOrigin, preflightHeaders } from './cross-site.ts';
import { answerGraphql } from './graphql-endpoint.ts';
import type { GraphqlEndpointOptions, HttpExchange } from './graphql-endpoint.ts';
import { liveness, readiness } from './health-replies.ts';
import type { Health } from './health.ts';
import { HttpError } from './http-error.ts';
import { isLastOnConnection } from './last-on-connection.ts';
import { acceptedMediaType, wantsPage } from './media-type.ts';
import { errorReply, send } from './reply.ts';
import type { Reply } from './reply.ts';
import { answerRefusedByNode } from './refused-by-node.ts';
import { logRefused } from './request-log.ts';
import { noteWork } from './request-work.ts';
import type { RequestLog } from './request-log.ts';

/** What the HTTP server is created from. */
export interface HttpServerOptions extends GraphqlEndpointOptions {
  readonly health: Health;
  readonly requests: RequestLog;
  /** How long a request may take, in milliseconds; what tells the outcome of a write may take a little longer. */
  readonly deadlineMs: number;
  /** How long a connection without a request stays open, and how many connections there are at most. */
  readonly keepAliveSeconds: number;
  readonly maxConnections: number;
  /** Request headers that pages of allowed origins may send beside the ones that the gateway reads. */
  readonly furtherHeaders: readonly string[];
  /** The page for a browser at `/graphql`; undefined in production. */
  readonly explorer: (() => Promise<Reply>) | undefined;
}

/** Creates the gateway's only HTTP server: `/graphql`, `/health/live`, `/health/ready`, the pages, and nothing else. */
export function createHttpServer(options: HttpServerOptions): Server {
  const server = createServer(settings, (request, response) => {
    noteWork(response, handle(request, response, options));
  });
  server.keepAliveTimeout = options.keepAliveSeconds * 1_000;
  server.maxConnections = options.maxConnections;
  // Else a full one of several workers is offered the same connections again and again. Node's types do not know it.
  Object.assign(server, { dropMaxConnection: true });
  // Nothing moves for longer than any answer takes: the client does not take what it asked for.
  server.timeout = options.deadlineMs + lastLookMs + settings.headersTimeout;
  answerRefusedByNode(server, options);
  return server;
}

/**
 * How long a client may take for the head of a request, and for all of it, in milliseconds; Node looks every
 * `connectionsCheckingInterval`, by default so rarely that both would take half a minute more.
 */
const settings = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  // Node would refuse a request without `Host` before anybody hears of it.
  requireHostHeader: false,
} as const;

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpServerOptions,
): Promise<void> {
  const correlationId = correlationIdOf(request);
  const notes = options.requests.begun(request);
  const deadline = new Deadline(notes.startedAt + options.deadlineMs);
  const reply = await replyTo({ request, response, correlationId, notes, deadline }, options);
  const responseBytes = send(response, reply, {
    correlationId,
    allowedOrigin: allowedOrigin(request, options.allowedOrigins),
    // Read when the response is sent: the drain may have started in the meantime.
    closes: options.health.draining && isLastOnConnection(request, response),
  });
  // At the limit of the drain another answer may have been sent before this one.
  const status = response.headersSent ? response.statusCode : reply.status;
  const about = { request, correlationId, notes, status, responseBytes };
  options.requests.answered({ ...about, route: notes.isForPages ? 'pages' : routeOf(request) });
}

async function replyTo(exchange: HttpExchange, options: HttpServerOptions): Promise<Reply> {
  try {
    return await route(exchange, options);
  } catch (error) {
    const { request, correlationId, notes } = exchange;
    if (!notes.isShed) logRefused(options.log, correlationId, error);
    notes.codes = [codeOf(error)];
    return errorReply(error, correlationId, acceptedMediaType(request) ?? 'application/json');
  }
}

function route(exchange: HttpExchange, options: HttpServerOptions): MaybePromise<Reply> {
  refuseOddHead(exchange.request);
  switch (routeOf(exchange.request)) {
    case '/graphql':
      return graphql(exchange, options);
    case '/health/live':
      return liveness();
    case '/health/ready':
      return readiness(options.health);
    case 'other':
      return pageOrNothing(exchange, options);
  }
}

/** What HTTP asks of every request (RFC 9110 §7.2, §10.1.1). */
function refuseOddHead({ headers: { host, expect }, httpVersion }: IncomingMessage): void {
  if (host === undefined && httpVersion === '1.1') {
    throw new HttpError(400, 'Send a Host header.', { headers: { connection: 'close' } });
  }
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    throw new HttpError(417, 'Expect nothing but 100-continue.');
  }
}

function pageOrNothing(exchange: HttpExchange, { pages }: HttpServerOptions): MaybePromise<Reply> {
  const page = pages?.answer(exchange, pathOf(exchange.request)) ?? null;
  exchange.notes.isForPages = page !== null;
  if (page !== null) return page;
  throw new HttpError(404, 'There is nothing here. GraphQL is at /graphql.');
}

function graphql(exchange: HttpExchange, options: HttpServerOptions): MaybePromise<Reply> {
  const { request } = exchange;
  const { method } = request;
  if (method === 'GET' && options.explorer !== undefined && wantsPage(request)) {
    return options.explorer();
  }
  if (method === 'POST' || method === 'GET') return answerGraphql(exchange, options);
  if (method === 'OPTIONS') return preflight(exchange, options);
  throw new HttpError(405, 'Send GraphQL by POST, or a query by GET.', {
    headers: { allow: 'GET, POST, OPTIONS' },
  });
}

async function preflight(
  { deadline }: HttpExchange,
  { cookieName, furtherHeaders }: HttpServerOptions,
): Promise<Reply> {
  const headers = preflightHeaders([await cookieName(deadline), ...furtherHeaders]);
  return { status: 204, headers, body: '' };
}

/** The places of this server. */
const places = ['/graphql', '/health/live', '/health/ready'] as const;

/** The place that a request is for, a word of ours whatever the client has sent. */
function routeOf(request: IncomingMessage): (typeof places)[number] | 'other' {
  const path = pathOf(request);
  return places.find((place) => place === path) ?? 'other';
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function codeOf(error: unknown): string {
  return error instanceof HttpError || error instanceof Failure ? error.code : 'INTERNAL';
}

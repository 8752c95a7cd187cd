import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Deadline, lastLookMs } from '../am/index.ts';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import { shed } from './admission.ts';
import { allowedOrigin, preflightHeaders } from './http/cors.ts';
import {
  answerGraphql,
  type GraphqlEndpointOptions,
  type HttpExchange,
  type SignalRoutes,
  type VerifyRoutes,
} from './graphql-endpoint.ts';
import { enrolmentPath } from '../domain/enrolment/decision.ts';
import { answerEnrolment, type EnrolmentEndpointParts } from './enrolment.ts';
import type { Explorer } from './explorer/explorer.ts';
import { readinessReply, type Health } from './health.ts';
import { HttpError } from './http/http-error.ts';
import { isLastOnConnection, noteWork } from './drain.ts';
import { wantsPage } from './http/media-type.ts';
import { isGetOrHead } from './http/safe-method.ts';
import { errorReply, jsonReply, send, type Reply } from './http/reply.ts';
import { isMetadataPath, metadataReply } from './protected-resource.ts';
import { answerRefusedByNode } from './refused-by-node.ts';
import { pathOf } from './request-log.ts';

/** The limits of client connections. */
export interface ConnectionLimits {
  /** How long an idle connection stays open. */
  readonly keepAliveSeconds: number;
  /** How many connections can be open. */
  readonly maxConnections: number;
}

/**
 * Load balancers keep an idle connection for a minute at most, so they close it first, and no
 * request meets a connection that is being closed. The proxies of a busy site keep some hundred
 * connections; silent ones of an attacker must not take all memory and open files.
 */
const connectionLimits: ConnectionLimits = { keepAliveSeconds: 65, maxConnections: 4_096 };

/** What the HTTP server is created from. */
interface HttpServerOptions extends GraphqlEndpointOptions {
  readonly health: Health;
  /** How long a request may take, in ms; reading the outcome of a write may take longer. */
  readonly deadlineMs: number;
  /** Limits of connections that differ from `connectionLimits`. */
  readonly connections?: Partial<ConnectionLimits> | undefined;
  /** The page for a browser at `/graphql`; undefined in production. */
  readonly explorer: Explorer | undefined;
  /** The endpoints of Shared Signals; undefined if there are no streams. */
  readonly signals: SignalRoutes | undefined;
  /** The pages of checks by vendors; undefined if none verifies people. */
  readonly identityChecks: VerifyRoutes | undefined;
  /** The endpoint for AM's questions before a registration; undefined if none is needed. */
  readonly enrolment: EnrolmentEndpointParts | undefined;
}

/** Creates the HTTP server: `/graphql`, health, Shared Signals, checks by vendors and the pages. */
export function createHttpServer(options: HttpServerOptions): Server {
  const limits = { ...connectionLimits, ...options.connections };
  const server = createServer(settings, (request, response) => {
    noteWork(response, handle(request, response, options));
  });
  server.keepAliveTimeout = limits.keepAliveSeconds * 1_000;
  limitConnections(server, limits.maxConnections);
  // No byte for longer than any response takes: the client does not read its response.
  server.timeout = options.deadlineMs + lastLookMs + settings.headersTimeout;
  answerRefusedByNode(server, options.requests);
  return server;
}

/**
 * How long a client may take for the head of a request, and for all, in milliseconds; Node checks
 * every `connectionsCheckingInterval`; its default would add half a minute to both.
 */
const settings = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  // Node would refuse a request without `Host` before it can be logged.
  requireHostHeader: false,
} as const;

/** Closes the oldest silent connection, or the new one, if a connection is one too many. */
function limitConnections(server: Server, maxConnections: number): void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (open.size <= maxConnections) return;
    const closing = [...open].find(({ bytesRead }) => bytesRead === 0) ?? socket;
    open.delete(closing);
    closing.destroy();
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpServerOptions,
): Promise<void> {
  const correlationId = randomUUID();
  const notes = options.requests.start(request);
  const deadline = new Deadline(notes.startedAt + options.deadlineMs);
  const reply = await replyTo({ request, response, correlationId, notes, deadline }, options);
  const responseBytes = send(response, reply, {
    correlationId,
    allowedOrigin: allowedOrigin(request, options.allowedOrigins),
    // Read when the response is sent: the drain may have started in the meantime.
    closes: options.health.draining && isLastOnConnection(request, response),
  });
  // At the limit of the drain another response may have been sent before this one.
  const status = response.headersSent ? response.statusCode : reply.status;
  const about = { request, correlationId, notes, status, responseBytes };
  options.requests.finish({ ...about, route: notes.route ?? routeOf(request) });
}

async function replyTo(exchange: HttpExchange, options: HttpServerOptions): Promise<Reply> {
  try {
    return await route(exchange, options);
  } catch (error) {
    const { request, correlationId } = exchange;
    options.requests.refused(error, exchange);
    const reply = errorReply(error, correlationId, request);
    if (routeOf(request) !== 'other') return reply;
    return options.pages?.failurePage(request, reply) ?? reply;
  }
}

function route(exchange: HttpExchange, options: HttpServerOptions): MaybePromise<Reply> {
  refuseOddHead(exchange.request);
  switch (routeOf(exchange.request)) {
    case '/graphql':
      return graphql(exchange, options);
    case '/health/live':
      return jsonReply(200, { status: 'live' });
    case '/health/ready':
      return readinessReply(options.health);
    case 'other':
      return otherRoute(exchange, options);
  }
}

/** What HTTP requires of every request (RFC 9110 §7.2, §10.1.1). */
function refuseOddHead({ headers: { host, expect }, httpVersion }: IncomingMessage): void {
  if (host === undefined && httpVersion === '1.1')
    throw new HttpError(400, 'Send a Host header.', { headers: { connection: 'close' } });
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    throw new HttpError(417, 'Expect nothing but 100-continue.');
}

function otherRoute(
  exchange: HttpExchange,
  { signals, enrolment, identityChecks, pages, admission, resource }: HttpServerOptions,
): MaybePromise<Reply> {
  const path = pathOf(exchange.request);
  if (signals?.serves(path) === true) {
    exchange.notes.route = 'signals';
    // Receivers call again, so they are the first to wait.
    if (admission?.admits('search') === false) throw shed;
    return signals.answer(exchange, path);
  }
  if (enrolment !== undefined && path === enrolmentPath) {
    exchange.notes.route = 'enrolment';
    return answerEnrolment(exchange, enrolment);
  }
  if (identityChecks?.serves(path) === true) {
    exchange.notes.route = 'verify';
    return identityChecks.answer(exchange, path);
  }
  if (resource !== undefined && isMetadataPath(path)) {
    exchange.notes.route = 'metadata';
    return metadataReply(exchange.request, path, resource);
  }
  const page = pages?.answer(exchange, path) ?? null;
  exchange.notes.route = page === null ? null : 'pages';
  if (page !== null) return page;
  throw new HttpError(404, 'This address does not exist. GraphQL is at /graphql.');
}

function graphql(exchange: HttpExchange, options: HttpServerOptions): MaybePromise<Reply> {
  const { request } = exchange;
  const { method } = request;
  const isReading = isGetOrHead(request);
  if (isReading && options.explorer !== undefined && wantsPage(request))
    return options.explorer(request);
  if (method === 'POST' || isReading) return answerGraphql(exchange, options);
  if (method === 'OPTIONS') return preflight(exchange, options);
  throw new HttpError(405, 'Send GraphQL by POST, or a query by GET.', {
    headers: { allow: 'GET, HEAD, POST, OPTIONS' },
  });
}

async function preflight(
  { deadline }: HttpExchange,
  { cookieName }: HttpServerOptions,
): Promise<Reply> {
  const headers = preflightHeaders(await cookieName(deadline));
  return { status: 204, headers, body: '' };
}

const paths = ['/graphql', '/health/live', '/health/ready'] as const;

/** The route of a request: one of a few fixed texts, whatever the client sent. */
function routeOf(request: IncomingMessage): (typeof paths)[number] | 'other' {
  const path = pathOf(request);
  return paths.find((known) => known === path) ?? 'other';
}

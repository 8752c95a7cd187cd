import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Metrics } from '../telemetry/metrics.ts';
import { correlationIdOf } from './correlation-id.ts';
import { liveness, readiness } from './health-replies.ts';
import type { Health } from './health.ts';
import { jsonReply, send } from './reply.ts';
import type { Reply } from './reply.ts';

/** What the server for operators serves. */
export interface OperationsServerOptions {
  readonly metrics: Metrics;
  readonly health: Health;
}

/** How long a client may take for a request, and without taking its answer, in milliseconds; Node looks once a second. */
const settings = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
} as const;

/**
 * Creates the server for operators, on a port of its own that no client needs to reach: `/metrics` and health. It has
 * connections of its own, so probes are answered whatever clients do.
 */
export function createOperationsServer(options: OperationsServerOptions): Server {
  const server = createServer(settings, (request, response) => {
    void replyTo(request, options).then((reply) =>
      send(response, reply, {
        correlationId: correlationIdOf(request),
        allowedOrigin: undefined,
        closes: options.health.draining,
      }),
    );
  });
  server.timeout = settings.requestTimeout;
  return server;
}

async function replyTo(
  { method, url = '/' }: IncomingMessage,
  { metrics: { registry }, health }: OperationsServerOptions,
): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD') {
    return { ...jsonReply(405, { status: 'only GET' }), body: '' };
  }
  switch (url.split('?', 1)[0]) {
    case '/metrics':
      return {
        status: 200,
        headers: { 'content-type': registry.contentType },
        body: await registry.metrics(),
      };
    case '/health/live':
      return liveness();
    case '/health/ready':
      return readiness(health);
    default:
      return jsonReply(404, { status: 'There is nothing here. Metrics are at /metrics.' });
  }
}

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Metrics } from '../telemetry/metrics.ts';
import { readinessReply, type Health } from './health.ts';
import { answerUnreadable } from './refused-by-node.ts';
import { jsonReply, send, type Reply } from './http/reply.ts';

interface OperationsServerOptions {
  readonly metrics: Metrics;
  readonly health: Health;
}

/** How long a client may take to send a request or read the response, in milliseconds. */
const settings = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
} as const;

/**
 * Creates the server for operators, on a separate port that no client needs to reach: `/metrics`
 * and health. Clients cannot use up its connections, so probes are always answered.
 */
export function createOperationsServer(options: OperationsServerOptions): Server {
  const server = createServer(settings, (request, response) => {
    void replyTo(request, options).then((reply) =>
      send(response, reply, {
        correlationId: randomUUID(),
        allowedOrigin: undefined,
        closes: options.health.draining,
      }),
    );
  });
  server.timeout = settings.requestTimeout;
  answerUnreadable(server);
  return server;
}

async function replyTo(
  { method, url = '/' }: IncomingMessage,
  { metrics: { registry }, health }: OperationsServerOptions,
): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD')
    return { ...jsonReply(405, { status: 'only GET' }), body: '' };
  switch (url.split('?', 1)[0]) {
    case '/metrics':
      return {
        status: 200,
        headers: { 'content-type': registry.contentType },
        body: await registry.metrics(),
      };
    case '/health/live':
      return jsonReply(200, { status: 'live' });
    case '/health/ready':
      return readinessReply(health);
    default:
      return jsonReply(404, { status: 'There is nothing here. Metrics are at /metrics.' });
  }
}

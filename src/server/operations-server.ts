import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { framesOf } from '../telemetry/frames.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { readinessReply, type Health } from './health.ts';
import { answerUnreadable } from './refused-by-node.ts';
import { jsonReply, send, type Reply } from './http/reply.ts';

interface OperationsServerOptions {
  readonly metrics: Metrics;
  readonly health: Health;
  readonly log: Pick<Log, 'failure'>;
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
    void answer(request, response, options);
  });
  server.timeout = settings.requestTimeout;
  answerUnreadable(server);
  return server;
}

/** Answers in any case: a connection that closes without an answer looks like a dead process. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: OperationsServerOptions,
): Promise<void> {
  const correlationId = randomUUID();
  const reply = await replyTo(request, options).catch((error: unknown) => {
    const detail = 'The metrics or the health of the gateway cannot be shown.';
    const line = { correlationId, code: 'INTERNAL', detail, stack: framesOf(error) };
    options.log.failure(line);
    return jsonReply(500, { status: 'The log has the reason.' });
  });
  const closes = options.health.draining;
  send(response, reply, { correlationId, allowedOrigin: undefined, closes });
}

async function replyTo(
  { method, url = '/' }: IncomingMessage,
  { metrics, health }: OperationsServerOptions,
): Promise<Reply> {
  if (method !== 'GET' && method !== 'HEAD')
    return { ...jsonReply(405, { status: 'only GET' }), body: '' };
  switch (url.split('?', 1)[0]) {
    case '/metrics':
      return {
        status: 200,
        headers: { 'content-type': metrics.registry.contentType },
        body: await metrics.text(),
      };
    case '/health/live':
      return jsonReply(200, { status: 'live' });
    case '/health/ready':
      return readinessReply(health);
    default:
      return jsonReply(404, { status: 'There is nothing here. Metrics are at /metrics.' });
  }
}

import type { IncomingMessage } from 'node:http';

/**
 * Returns the client's own correlation id if it is safe in a header and a log line (C14). It is
 * kept beside the gateway's own id, which alone connects a response, the log, the ledger and AM's
 * audit: two requests of a client may share one.
 */
export function clientCorrelationIdOf({
  headers,
}: Pick<IncomingMessage, 'headers'>): string | undefined {
  const offered = headers['x-correlation-id'] ?? headers['x-forgerock-transactionid'];
  const isSafe = typeof offered === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(offered);
  return isSafe ? offered : undefined;
}

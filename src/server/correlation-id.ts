import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Returns the id that connects a response, the gateway's log and AM's audit. A client's own id is kept if it is
 * safe in a header and a log line (C14); otherwise a new one is created.
 */
export function correlationIdOf(request: IncomingMessage): string {
  const offered =
    request.headers['x-correlation-id'] ?? request.headers['x-forgerock-transactionid'];
  return typeof offered === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(offered)
    ? offered
    : randomUUID();
}

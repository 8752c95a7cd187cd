import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * The id that ties an answer, our log and AM's audit together. A client's own is kept when it is plain
 * enough to be safe in a header and a log line (C14); otherwise a new one is made.
 */
export function correlationIdOf(request: IncomingMessage): string {
  const offered =
    request.headers['x-correlation-id'] ?? request.headers['x-forgerock-transactionid'];
  return typeof offered === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(offered)
    ? offered
    : randomUUID();
}

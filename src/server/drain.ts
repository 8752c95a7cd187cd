import { once } from 'node:events';
import type { Server } from 'node:http';

const sweepMs = 250;

/**
 * Stops accepting connections and waits for the requests in progress; connections still open after `graceMs`
 * are destroyed. Responses sent meanwhile have `Connection: close`; connections whose response was sent just
 * before that are closed as soon as they are idle.
 */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const grace = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(grace);
}

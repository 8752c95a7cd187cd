import { once } from 'node:events';
import type { Server } from 'node:http';

const sweepMs = 250;

/**
 * Stops taking connections and waits for the requests under way; what is still open after `graceMs` is
 * cut. Answers given meanwhile carry `Connection: close`; connections that were answered in the very
 * moment of the signal are swept up when they are idle.
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

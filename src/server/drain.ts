import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/**
 * Stops taking connections and waits for the requests under way; what is still open after `graceMs` is
 * cut. Answers given meanwhile carry `Connection: close`, and idle connections are closed by Node.
 */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const patience = new AbortController();
  const late = setTimeout(graceMs, undefined, { signal: patience.signal, ref: false }).then(
    () => server.closeAllConnections(),
    () => undefined,
  );
  await closed;
  patience.abort();
  await late;
}

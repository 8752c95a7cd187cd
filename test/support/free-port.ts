import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** The ports that this process has given out. */
const given = new Set<number>();

/**
 * A port of loopback that is free now. It lies below those that the system gives to outgoing
 * connections (32768 and above on Linux), so that none of them takes it before it is used.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(26_000, 32_000);
  if (!given.has(port) && (await isFree(port))) {
    given.add(port);
    return port;
  }
  return freePort();
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

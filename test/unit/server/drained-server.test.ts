/** A server that was stopped leaves nothing behind in its process. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { Drain } from '../../../src/server/drain.ts';

/** Frees what nothing refers to. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

async function drainedServer(): Promise<WeakRef<Server>> {
  const server = createServer();
  const drain = new Drain(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  expect(await drain.run(10, async () => undefined)).toBe(0);
  return new WeakRef(server);
}

test('a drained server is freed', async () => {
  const server = await drainedServer();
  await setImmediate();
  collectGarbage();

  expect(server.deref()).toBeUndefined();
});

/** Connections to AM are given up in time (reliability R2), but not because of a busy process. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { createConnector } from '../../../src/am/http/connector.ts';

test('a connection that opened while the process was busy is kept', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const { port } = typeof address === 'object' && address !== null ? address : { port: 0 };
  const connect = createConnector({ ca: undefined, connectTimeoutMs: 20 });

  const connected = new Promise<Error | null>((resolve) => {
    connect({ hostname: '127.0.0.1', port: `${port}`, protocol: 'http:' }, (error, socket) => {
      socket?.destroy();
      resolve(error);
    });
  });
  for (const end = performance.now() + 100; performance.now() < end;);

  expect(await connected).toBeNull();
  server.close();
});

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A server that must never be called; it records each call. */
export interface SecondServer {
  readonly origin: string;
  readonly received: readonly IncomingHttpHeaders[];
  close(): Promise<void>;
}

/** Opens one on a free port. */
export async function openSecondServer(): Promise<SecondServer> {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    received.push(headers);
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

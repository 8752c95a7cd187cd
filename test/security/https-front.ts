import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';

/** TLS in front of a plain server, as a load balancer has it. */
export interface HttpsFront {
  /** With the path of the URL behind it. */
  readonly url: string;
  /** How many requests came through the handshake. */
  requests(): number;
  close(): Promise<void>;
}

/** Opens one, on a free port where none is named. */
export async function openHttpsFront(
  behind: string,
  tls: ServerOptions,
  listenAt = 0,
): Promise<HttpsFront> {
  const { hostname, port, pathname } = new URL(behind);
  let count = 0;
  const server = createServer(tls, (incoming, outgoing) => {
    count += 1;
    const { method, url: path, headers } = incoming;
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(listenAt, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const frontPort = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${frontPort}${pathname}`,
    requests: () => count,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

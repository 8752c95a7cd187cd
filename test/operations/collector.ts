/** A collector of traces that accepts OTLP as JSON. */
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Collector {
  readonly url: string;
  readonly server: Server;
  /** The bodies, and the header `x-key` of each. */
  readonly received: string[];
  readonly headers: (string | undefined)[];
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const received: string[] = [];
  const headers: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(body);
      headers.push(request.headers['x-key']?.toString());
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    received,
    headers,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

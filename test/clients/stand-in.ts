/** A server with the responses of a test, for responses that no gateway sends. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A running stand-in. */
export interface StandIn {
  readonly url: string;
  /** The received requests, in order. */
  readonly received: readonly ReceivedRequest[];
  stop(): Promise<void>;
}

/** A received request. */
export interface ReceivedRequest {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Starts a server on a free port. `answer` ends each response. */
export async function startStandIn(answer: (response: ServerResponse) => void): Promise<StandIn> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    received,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Returns a function that responds with a text of a media type. */
export function says(status: number, type: string, text: string) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': type, 'x-correlation-id': 'c-1' }).end(text);
  };
}

/** A server that answers what a test says, for what no gateway answers. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A running stand-in. */
export interface StandIn {
  readonly url: string;
  /** What it has received, in order. */
  readonly received: readonly ReceivedRequest[];
  stop(): Promise<void>;
}

/** One request as it came. */
export interface ReceivedRequest {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Starts one on a free port; `answer` ends each response. */
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

/** Answers with a text of a type. */
export function says(status: number, type: string, text: string) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': type, 'x-correlation-id': 'c-1' }).end(text);
  };
}

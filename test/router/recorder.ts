/** A proxy that forwards all requests and records them. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** A running recorder. */
export interface Recorder {
  readonly url: string;
  /** The headers of all requests, in order. */
  readonly received: readonly IncomingHttpHeaders[];
  stop(): Promise<void>;
}

/** Starts a recorder on a free port of loopback. */
export async function startRecorder(target: string): Promise<Recorder> {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers);
    passOn(request, target).then(
      (body) => response.setHeader('content-type', 'application/json').end(body),
      () => response.writeHead(502).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, received, stop };
}

async function passOn(request: IncomingMessage, target: string): Promise<string> {
  const answer = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: await text(request),
  });
  return answer.text();
}

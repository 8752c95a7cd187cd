/** A fake AM whose answers the test controls, and a client that records its calls. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { AmHttp } from '../../../src/am/http/am-http.ts';
import { until } from '../../reliability/am-traffic.ts';

export interface AmInHand {
  readonly http: AmHttp;
  /** Method and path of every request, in the order of their arrival. */
  readonly asked: string[];
  /** The answers that have not been given. */
  readonly waiting: ServerResponse[];
  /** Waits until AM has been asked so often. */
  readonly until: (times: number) => Promise<void>;
  /** Answers everything that waits, in the same way. */
  readonly answerAll: (about?: {
    readonly status?: number;
    readonly body?: string;
    readonly type?: string;
  }) => void;
  readonly close: () => Promise<void>;
}

export async function startAmInHand(): Promise<AmInHand> {
  const waiting: ServerResponse[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    waiting.push(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('AM does not listen');
  const http = new AmHttp({
    origin: `http://127.0.0.1:${address.port}`,
    ca: undefined,
    timeoutMs: 5_000,
    connectTimeoutMs: 1_000,
    connections: 8,
    observe: () => undefined,
  });
  return {
    http,
    asked,
    waiting,
    until: (times) => until(`AM is asked ${times} times`, () => asked.length >= times),
    answerAll: ({ status = 200, body = '{}', type = 'application/json;charset=UTF-8' } = {}) => {
      for (const response of waiting.splice(0))
        response.writeHead(status, { 'content-type': type }).end(body);
    },
    close: async () => {
      await http.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

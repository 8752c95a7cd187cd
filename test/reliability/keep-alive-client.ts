/**
 * A client that keeps its connections, as portals and load balancers do; `fetch` would hide the
 * headers.
 */
import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';

/** An answer, whole. */
export interface PlainAnswer {
  readonly status: number;
  readonly connection: string | undefined;
  readonly text: string;
}

/** A client with connections of its own. */
export interface KeepAliveClient {
  readonly url: string;
  /** Sends GraphQL; rejects where the connection is lost before the whole answer has come. */
  graphql(query: string, headers?: Readonly<Record<string, string>>): Promise<PlainAnswer>;
  get(path: string): Promise<PlainAnswer>;
  /** Sends GraphQL and hands out a way to hang up. */
  dial(query: string, headers?: Readonly<Record<string, string>>): { hangUp(): void };
  close(): void;
}

/** Makes a client of one gateway with at most so many connections. */
export function createClient(url: string, connections: number): KeepAliveClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = (query: string, headers: Readonly<Record<string, string>>): ClientRequest => {
    const call = request(`${url}/graphql`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    call.end(JSON.stringify({ query }));
    return call;
  };
  return {
    url,
    graphql: (query, headers = {}) => answerTo(post(query, headers)),
    get: (path) => answerTo(request(`${url}${path}`, { agent }).end()),
    dial: (query, headers = {}) => {
      const call = post(query, headers);
      call.on('error', () => undefined); // it is hung up on purpose
      return { hangUp: () => void call.destroy() };
    },
    close: () => agent.destroy(),
  };
}

async function answerTo(call: ClientRequest): Promise<PlainAnswer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    call.once('response', resolve).once('error', reject);
  });
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => (text += part));
  const { statusCode = 0, headers } = response;
  await once(response, 'end');
  return { status: statusCode, connection: headers.connection, text };
}

/** Clients of a gateway behind TLS, each with its own address and a persistent connection. */
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';

/** The address of the proxy, and the trusted certificate. */
export interface TlsTarget {
  readonly port: number;
  readonly ca: string;
}

/** A complete response. */
export interface TlsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A client. */
export interface TlsClient {
  /** Returns the number of opened connections. */
  readonly connections: () => number;
  /** Sends GraphQL. Rejects if the connection is lost before the response is complete. */
  graphql(query: string, headers?: Readonly<Record<string, string>>): Promise<TlsAnswer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<TlsAnswer>;
  close(): void;
}

const servername = 'gateway.example.com';

/** Opens a connection and waits for TLS. */
export async function openTlsConnection({ port, ca }: TlsTarget): Promise<TLSSocket> {
  const socket = connect({ port, ca, servername, host: '127.0.0.1' });
  await once(socket, 'secureConnect');
  return socket;
}

/** Creates a client with a loopback address of its own. */
export function createTlsClient({ port, ca }: TlsTarget, localAddress = '127.0.0.1'): TlsClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca, servername, localAddress });
  let connections = 0;
  const send = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<TlsAnswer> => {
    const call = request({ agent, host: '127.0.0.1', port, method, path, headers });
    call.once('socket', () => void (connections += Number(!call.reusedSocket)));
    call.end(body);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      call.once('response', resolve).once('error', reject);
    });
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    await once(response, 'end');
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  };
  return {
    connections: () => connections,
    graphql: (query, headers = {}) => {
      const all = { host: servername, 'content-type': 'application/json', ...headers };
      return send('POST', '/graphql', all, JSON.stringify({ query }));
    },
    get: (path, headers = {}) => send('GET', path, { host: servername, ...headers }),
    close: () => agent.destroy(),
  };
}

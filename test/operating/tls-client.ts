/** Clients of a gateway behind TLS, each at an address of its own, with a connection that they keep. */
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';

/** Where a client finds the proxy, and whose certificate it trusts. */
export interface TlsTarget {
  readonly port: number;
  readonly ca: string;
}

/** An answer, whole. */
export interface TlsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One client. */
export interface TlsClient {
  /** How many connections it has opened. */
  readonly connections: () => number;
  /** Sends GraphQL; rejects where the connection is lost before the whole answer has come. */
  graphql(query: string, headers?: Readonly<Record<string, string>>): Promise<TlsAnswer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<TlsAnswer>;
  close(): void;
}

const servername = 'gateway.example.com';

/** Opens a connection, and waits for TLS. */
export async function openTlsConnection({ port, ca }: TlsTarget): Promise<TLSSocket> {
  const socket = connect({ port, ca, servername, host: '127.0.0.1' });
  await once(socket, 'secureConnect');
  return socket;
}

/** Makes a client whose own address is one of loopback's. */
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

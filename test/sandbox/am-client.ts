/** A minimal client of the sandbox's REST interface. It checks nothing. */
import { request } from 'node:http';
import { textAt } from '../support/json.ts';

/** A response. */
export interface AmAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly json: unknown;
}

/** A request. */
export interface AmCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request with an unchanged path; `fetch` would normalize it. */
export function send(baseUrl: string, path: string, call: AmCall = {}): Promise<AmAnswer> {
  const { hostname, port, pathname } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: hostname,
        port,
        path: `${pathname === '/' ? '' : pathname}${path}`,
        method: call.method ?? 'GET',
        headers: {
          ...call.headers,
          ...(call.body === undefined ? {} : { 'content-length': Buffer.byteLength(call.body) }),
        },
        agent: false,
      },
      (incoming) => {
        const chunks: Uint8Array[] = [];
        incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const { headers } = incoming;
          resolve({ status: incoming.statusCode ?? 0, headers, text, json: parse(text) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(call.body);
  });
}

/** `realmPath('/')`, `realmPath('/alpha')`. */
export function realmPath(realm: string): string {
  return realm === '/' ? '/json/realms/root' : `/json/realms/root/realms${realm}`;
}

/** Signs in with zero-page headers (contract §8). */
export function authenticate(
  baseUrl: string,
  realm: string,
  name: string,
  password = 'sandbox-password',
): Promise<AmAnswer> {
  return send(baseUrl, `${realmPath(realm)}/authenticate`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept-API-Version': 'resource=2.0, protocol=1.0',
      'X-OpenAM-Username': name,
      'X-OpenAM-Password': password,
    },
    body: '{}',
  });
}

/** Signs in with zero-page headers and returns the token. */
export async function tokenOf(baseUrl: string, name: string, realm = '/alpha'): Promise<string> {
  const answer = await authenticate(baseUrl, name === 'amadmin' ? '/' : realm, name);
  return textAt(answer.json, 'tokenId');
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

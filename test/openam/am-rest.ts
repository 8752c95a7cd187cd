/** A bare client for AM's REST interface: says what was answered, judges nothing. */
import { fieldAt } from '../support/json.ts';

/** One answer as it came; `body` is the parsed JSON, undefined when the text is not JSON. */
export interface AmAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** What goes with a call; `json` and `raw` exclude each other. */
export interface AmCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'PATCH';
  /** The session, sent as the header named after the session cookie. */
  readonly token?: string;
  /** `Accept-API-Version: resource=…`; nothing is sent when it is left out. */
  readonly resource?: string;
  readonly json?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The client of one server. */
export interface AmRest {
  readonly url: string;
  readonly call: (path: string, call?: AmCall) => Promise<AmAnswer>;
  /** The whole answer of a zero-page sign-in. */
  readonly authenticate: (realm: string, name: string, password: string) => Promise<AmAnswer>;
  /** A zero-page sign-in that must succeed: the session's token. */
  readonly signIn: (realm: string, name: string, password: string) => Promise<string>;
}

/** The name of the session cookie and header in every OpenAM that keeps the default. */
export const COOKIE_NAME = 'iPlanetDirectoryPro';

/** The path of a realm: `realmPath('/')`, `realmPath('alpha')`. */
export function realmPath(realm: string): string {
  return realm === '/' ? '/json/realms/root' : `/json/realms/root/realms/${realm}`;
}

/** Creates a client for the server at `url` (with the context path, without a slash at the end). */
export function createAmRest(url: string): AmRest {
  const call: AmRest['call'] = (path, options = {}) => send(url + path, options);
  const authenticate: AmRest['authenticate'] = (realm, name, password) =>
    call(`${realmPath(realm)}/authenticate`, {
      method: 'POST',
      resource: '2.0, protocol=1.0',
      headers: { 'X-OpenAM-Username': encodeWord(name), 'X-OpenAM-Password': password },
      json: {},
    });
  const signIn: AmRest['signIn'] = async (realm, name, password) => {
    const answer = await authenticate(realm, name, password);
    const token = fieldAt(answer.body, 'tokenId');
    if (typeof token === 'string') return token;
    throw new Error(`${name} could not sign in to ${realm}: ${answer.status} ${answer.text}`);
  };
  return { url, call, authenticate, signIn };
}

async function send(url: string, call: AmCall): Promise<AmAnswer> {
  const headers = new Headers(call.headers);
  if (call.token !== undefined) headers.set(COOKIE_NAME, call.token);
  if (call.resource !== undefined) headers.set('Accept-API-Version', `resource=${call.resource}`);
  const body = call.raw ?? (call.json === undefined ? undefined : JSON.stringify(call.json));
  if (body !== undefined && !headers.has('Content-Type')) {
    headers.set('Content-Type', 'application/json');
  }
  const response = await fetch(url, {
    method: call.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

/** RFC 2047, as AM wants it for a name that is not plain printable ASCII without spaces at its ends. */
function encodeWord(value: string): string {
  if (/^[!-~]([ -~]*[!-~])?$/.test(value)) return value;
  return `=?UTF-8?B?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

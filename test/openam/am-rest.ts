/** A minimal client of AM's REST interface. It checks nothing. */
import { fieldAt } from '../support/json.ts';

/** A response. `body` is the parsed JSON; undefined if the text is not JSON. */
export interface AmAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** The options of a call. `json` and `raw` exclude each other. */
export interface AmCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'PATCH';
  /** The session token, sent in the header that has the cookie's name. */
  readonly token?: string;
  /** `Accept-API-Version: resource=…`. Default: no header. */
  readonly resource?: string;
  readonly json?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of one server. */
export interface AmRest {
  readonly url: string;
  readonly call: (path: string, call?: AmCall) => Promise<AmAnswer>;
  /** Returns the response of a zero-page sign-in. */
  readonly authenticate: (realm: string, name: string, password: string) => Promise<AmAnswer>;
  /** Signs in with zero-page headers and returns the session token. */
  readonly signIn: (realm: string, name: string, password: string) => Promise<string>;
}

/** OpenAM's default name of the session cookie and header. */
export const COOKIE_NAME = 'iPlanetDirectoryPro';

/** Returns the path of a realm: `realmPath('/')`, `realmPath('alpha')`. */
export function realmPath(realm: string): string {
  return realm === '/' ? '/json/realms/root' : `/json/realms/root/realms/${realm}`;
}

/** Creates a client for the server at `url`, with its context path and without a trailing slash. */
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

/**
 * Encodes a name as RFC 2047, as AM requires unless it is printable ASCII without surrounding
 * spaces.
 */
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

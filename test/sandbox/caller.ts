/** Callers of a sandbox, signed in for real; a test says who calls what. */
import { cast, personUuids } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { realmPath, send, tokenOf } from './am-client.ts';
import type { AmAnswer } from './am-client.ts';

/** What a call adds to the ordinary. */
export interface More {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls as one person, with the token in the header named after the cookie. */
export type Caller = (method: string, path: string, more?: More) => Promise<AmAnswer>;

/** A call in one line, with a session of its own: `bob GET alice/oath?_queryFilter=true`, `amadmin GET alice`. */
export type Am = (line: string, body?: unknown, version?: string) => Promise<AmAnswer>;

/** Makes calls in one line at a sandbox; a place that begins with a slash is a path. */
export function amOf(get: () => Sandbox): Am {
  return async (line, body, version) => {
    const [name = '', method = '', place = ''] = line.split(' ');
    const caller = await callerOf(get(), name, realmOf(name));
    return caller(method, place.startsWith('/') ? place : pathOf(get(), place), {
      body,
      ...(version !== undefined && { headers: { 'Accept-API-Version': `resource=${version}` } }),
    });
  };
}

/** The path of a person, their devices or one of these: `bob`, `bob/push`, `bob/oath/ID?_fields=uuid`. */
function pathOf(sandbox: Sandbox, place: string): string {
  const [, name = '', kind, rest = ''] = /^(\w+)(?:\/(\w+))?(.*)$/.exec(place) ?? [];
  const path = kind === undefined ? userPath(sandbox, name) : devicePath(sandbox, name, kind);
  return `${path}${rest}`;
}

/** Signs a person in and calls as them. */
export async function callerOf(sandbox: Sandbox, name: string, realm = '/alpha'): Promise<Caller> {
  return withToken(sandbox, await tokenOf(sandbox.url, name, realm));
}

/** Calls with a token that is already there. */
export function withToken(sandbox: Sandbox, token: string): Caller {
  return (method, path, { body, headers } = {}) =>
    send(sandbox.url, path, {
      method,
      headers: {
        [sandbox.cookieName]: token,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}

/** `users/{id}` of a person in their realm, by the id of the flavour; a name of nobody is taken as it is. */
export function userPath({ flavor }: Sandbox, name: string): string {
  const uuids = new Map<string, string>(Object.entries(personUuids));
  return `${realmPath(realmOf(name))}/users/${flavor === 'aic' ? (uuids.get(name) ?? name) : name}`;
}

/** A collection of a person's devices, where the flavour has it. */
export function devicePath(sandbox: Sandbox, name: string, kind: string): string {
  const isFlat = kind === 'profile' || kind === 'trusted';
  const isOldPush = kind === 'push' && sandbox.flavor === 'openam';
  return `${userPath(sandbox, name)}/devices/${isFlat || isOldPush ? '' : '2fa/'}${kind}`;
}

function realmOf(name: string): string {
  return name === 'amadmin' ? '/' : (cast.find((one) => one.name === name)?.realm ?? '/alpha');
}

/** The query that lists a collection. */
export const ALL = '?_queryFilter=true';

/** Callers of a sandbox with real sessions. */
import { cast, personUuids, type Sandbox } from '../../src/sandbox/index.ts';
import { type AmAnswer, realmPath, send, tokenOf } from './am-client.ts';

/** Options of a call. */
export interface More {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls as a user, with the token in the header that has the cookie's name. */
export type Caller = (method: string, path: string, more?: More) => Promise<AmAnswer>;

/** Signs a user in and returns a function that calls as that user. */
export async function callerOf(sandbox: Sandbox, name: string, realm = '/alpha'): Promise<Caller> {
  return withToken(sandbox, await tokenOf(sandbox.url, name, realm));
}

/** Returns a function that calls with a token. */
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

/** Whether a session of alpha has not ended. */
export async function isLive(sandbox: Sandbox, token: string): Promise<boolean> {
  const path = `${realmPath('/alpha')}/sessions?_action=getSessionInfo`;
  return (await withToken(sandbox, token)('POST', path)).status === 200;
}

/**
 * Returns `users/{id}` of a user in their realm, with the flavour's id. An unknown name is used
 * unchanged.
 */
export function userPath({ flavor }: Sandbox, name: string): string {
  const uuids = new Map<string, string>(Object.entries(personUuids));
  return `${realmPath(realmOf(name))}/users/${flavor === 'aic' ? (uuids.get(name) ?? name) : name}`;
}

/** Returns the path of a user's devices of a kind in this flavour. */
export function devicePath(sandbox: Sandbox, name: string, kind: string): string {
  const isFlat = kind === 'profile' || kind === 'trusted';
  const isOldPush = kind === 'push' && sandbox.flavor === 'openam';
  return `${userPath(sandbox, name)}/devices/${isFlat || isOldPush ? '' : '2fa/'}${kind}`;
}

function realmOf(name: string): string {
  return name === 'amadmin' ? '/' : (cast.find((one) => one.name === name)?.realm ?? '/alpha');
}

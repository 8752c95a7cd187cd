/** Callers of a sandbox, signed in for real; a test says who calls what. */
import { personUuids } from '../../src/sandbox/index.ts';
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

/** Signs a person in and calls as them. */
export async function callerOf(sandbox: Sandbox, name: string, realm = '/alpha'): Promise<Caller> {
  return withToken(sandbox, await tokenOf(sandbox.url, name, realm));
}

/** Calls with a token that is already there. */
export function withToken(sandbox: Sandbox, token: string): Caller {
  return (method, path, more = {}) =>
    send(sandbox.url, path, {
      method,
      headers: {
        [sandbox.cookieName]: token,
        ...(more.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...more.headers,
      },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
}

/** `users/{id}` of a person in realm alpha, by the id of the flavour. */
export function userPath(sandbox: Sandbox, name: keyof typeof personUuids): string {
  const id = sandbox.flavor === 'aic' ? personUuids[name] : name;
  return `${realmPath('/alpha')}/users/${id}`;
}

/** The OATH and push collections of a person, where the flavour has them. */
export function devicePath(
  sandbox: Sandbox,
  name: keyof typeof personUuids,
  kind: 'oath' | 'push' | 'webauthn' | 'binding' | 'profile' | 'trusted',
): string {
  const isFlat = kind === 'profile' || kind === 'trusted';
  const isOldPush = kind === 'push' && sandbox.flavor === 'openam';
  return `${userPath(sandbox, name)}/devices/${isFlat || isOldPush ? '' : '2fa/'}${kind}`;
}

/** The query that lists a collection. */
export const ALL = '?_queryFilter=true';

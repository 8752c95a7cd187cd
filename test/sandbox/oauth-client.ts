/** A minimal OAuth 2 client of the sandbox. It signs and verifies tokens itself. */
import { createPrivateKey, type JsonWebKey, sign } from 'node:crypto';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { type AmAnswer, send } from './am-client.ts';

/** The grant type of a service account. */
export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** `Authorization` of the client portal. */
export const PORTAL = basic('portal', 'sandbox-password');

/** HTTP Basic of a client. */
export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** Posts a form to a path below `oauth2/`. */
export function post(
  sandbox: Sandbox,
  path: string,
  form: Readonly<Record<string, string>>,
  authorization?: string,
): Promise<AmAnswer> {
  return send(sandbox.url, `/oauth2/${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
    body: new URLSearchParams(form).toString(),
  });
}

/** The path of alpha's provider below `oauth2/`. */
export const ALPHA = 'realms/root/realms/alpha';

/** The claims and the key of an assertion. */
export interface Assertion {
  readonly claims?: object;
  readonly header?: object;
  readonly key?: JsonWebKey;
}

/** Returns a service account's assertion. It is valid unless `more` overrides a part. */
export function assertionOf(sandbox: Sandbox, more: Assertion = {}): string {
  const { id, privateJwk } = sandbox.serviceAccount;
  const good = {
    iss: id,
    sub: id,
    aud: `${sandbox.url}/oauth2/access_token`,
    exp: Math.floor(Date.now() / 1000) + 600,
    jti: 'one',
  };
  const signed = `${encode({ alg: 'RS256', ...more.header })}.${encode({ ...good, ...more.claims })}`;
  const key = createPrivateKey({ key: more.key ?? privateJwk, format: 'jwk' });
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Requests a service account's token. */
export function grantToServiceAccount(
  sandbox: Sandbox,
  more: Readonly<Record<string, string>> = {},
): Promise<AmAnswer> {
  return post(sandbox, 'access_token', {
    client_id: 'service-account',
    grant_type: JWT_BEARER,
    assertion: more['assertion'] ?? assertionOf(sandbox),
    scope: 'fr:am:* fr:idm:*',
    ...more,
  });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

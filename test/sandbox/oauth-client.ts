/** A bare OAuth 2 client of the sandbox; tokens are signed and verified by hand. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { send } from './am-client.ts';
import type { AmAnswer } from './am-client.ts';

/** The grant type of a service account. */
export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** `Authorization` of the client portal. */
export const PORTAL = basic('portal', 'sandbox-password');

/** HTTP Basic of a client. */
export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** Posts a form below `oauth2/` of the root, of realm alpha when the path says so. */
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

/** The path of realm alpha's provider below `oauth2/`. */
export const ALPHA = 'realms/root/realms/alpha';

/** The claims of a token. */
export function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** Whether the token is signed by the one key of the provider. */
export async function isSignedByProvider(sandbox: Sandbox, token: string): Promise<boolean> {
  const { json } = await send(sandbox.url, `/oauth2/${ALPHA}/connect/jwk_uri`);
  const [jwk] = listAt(json, 'keys');
  const [header = '', claims = '', signature = ''] = token.split('.');
  const key = createPublicKey({ key: rsaJwkOf(jwk), format: 'jwk' });
  return verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
}

/** What an assertion says and is signed with. */
export interface Assertion {
  readonly claims?: object;
  readonly header?: object;
  readonly key?: JsonWebKey;
}

/** A service account's assertion: a good one unless something is put over it. */
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

/** Asks for a service account's token. */
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

function rsaJwkOf(jwk: unknown): JsonWebKey {
  return { kty: 'RSA', n: String(fieldAt(jwk, 'n')), e: String(fieldAt(jwk, 'e')) };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * OpenAM as the provider of the pages' client: its code flow, and its deviations from the standards
 * (contract §11).
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { AmAnswer } from '../openam/am-rest.ts';
import { PASSWORD } from '../openam/layout.ts';
import { type OAuthClient, registerClient } from '../openam/oauth-client.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { openPeer, type Peer } from './peer.ts';

const id = 'identity-gateway-pages';
const redirectUri = 'http://127.0.0.1:4000/signed-in';
const scopes = ['openid', 'devices:read', 'devices:reset'];
const place = '/oauth2/realms/root/realms/alpha';
const verifier = 'v'.repeat(43);
const plain = basic(id, PASSWORD);

let peer: Peer;
let client: OAuthClient | undefined;

beforeAll(async () => {
  peer = await openPeer();
  // The sandbox has this client by default.
  if (process.env['OPENAM']) client = await registerClient(peer.rest, { id, redirectUri, scopes });
});
afterAll(async () => {
  await client?.remove();
  await peer.close();
});

function basic(name: string, secret: string): string {
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
}

/** Posts a form as the client. */
function post(path: string, form: Readonly<Record<string, string>>, by = plain): Promise<AmAnswer> {
  const headers = { Authorization: by, 'Content-Type': 'application/x-www-form-urlencoded' };
  const raw = new URLSearchParams(form).toString();
  return peer.rest.call(`${place}/${path}`, { method: 'POST', headers, raw });
}

/** Returns the redirect for a browser with a session. */
async function authorize(token: string, more: Readonly<Record<string, string>> = {}): Promise<URL> {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  const headers = { Cookie: `iPlanetDirectoryPro=${token}` };
  const answer = await peer.rest.call(`${place}/authorize?${query.toString()}`, { headers });
  return new URL(answer.headers.get('location') ?? '', peer.rest.url);
}

async function tokensOf(token: string): Promise<unknown> {
  const code = (await authorize(token)).searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
  return (await post('access_token', { ...form, code_verifier: verifier })).body;
}

async function isLive(token: string): Promise<boolean> {
  const path = '/json/realms/root/sessions?_action=validate';
  const call = { method: 'POST', token, resource: '1.2', json: {} } as const;
  return fieldAt((await peer.rest.call(path, call)).body, 'valid') === true;
}

test('discovery omits introspection and revocation, which are served', async () => {
  const { body } = await peer.rest.call(`${place}/.well-known/openid-configuration`);
  const names = Object.keys(Object(body));

  expect(fieldAt(body, 'issuer')).toBe(`${peer.rest.url}${place}`);
  expect(names).toEqual(
    expect.arrayContaining(['authorization_endpoint', 'token_endpoint', 'end_session_endpoint']),
  );
  expect(names).not.toContain('introspection_endpoint');
  expect(names).not.toContain('revocation_endpoint');
  expect((await post('introspect', { token: 'nothing' })).body).toEqual({ active: false });
});

test('Basic works unencoded, but not encoded (RFC 6749 §2.3.1)', async () => {
  const encoded = basic(id.replaceAll('-', '%2D'), PASSWORD.replaceAll('-', '%2D'));

  expect((await post('introspect', { token: 'nothing' }, encoded)).status).toBe(401);
  expect((await post('introspect', { token: 'nothing' })).status).toBe(200);
});

test('an ID token has the time of the sign-in in `auth:time`, and no `auth_time`', async () => {
  const claims = decodeJwt(textAt(await tokensOf(await peer.signIn('alice')), 'id_token'));

  expect(claims).toMatchObject({ sub: 'alice', aud: id, realm: '/alpha', nonce: 'nonce-1' });
  expect(Math.abs(Number(claims['auth:time']) - Date.now() / 1000)).toBeLessThan(60);
  expect(claims).not.toHaveProperty('auth_time');
});

test('introspection returns no realm, no audience and no time of the sign-in', async () => {
  const token = textAt(await tokensOf(await peer.signIn('alice')), 'access_token');

  const { body } = await post('introspect', { token });

  expect(token).not.toContain('.');
  expect(body).toEqual({
    active: true,
    sub: 'alice',
    user_id: 'alice',
    client_id: id,
    iss: `${peer.rest.url}${place}`,
    scope: expect.any(String),
    token_type: 'access_token',
    exp: expect.any(Number),
  });
});

test('prompt=login ends the session, so that the page asks', async () => {
  const token = await peer.signIn('alice');

  const page = await authorize(token, { prompt: 'login', max_age: '60' });

  expect(await isLive(token)).toBe(false);
  expect(page.searchParams.has('ForceAuth')).toBe(false);
  const again = new URL(page.searchParams.get('goto') ?? '').searchParams;
  expect([again.get('prompt') ?? '', again.get('max_age')]).toEqual(['', '60']);
});

test('a sign-in older than max_age ends with the session, and with an error', async () => {
  const token = await peer.signIn('alice');
  await new Promise((resolve) => setTimeout(resolve, 2_100));

  const back = await authorize(token, { max_age: '1' });

  expect(back.searchParams.get('error')).toBe('login_required');
  expect(await isLive(token)).toBe(false);
});

test('endSession accepts only GET, and ends the session of the ID token', async () => {
  const token = await peer.signIn('alice');
  const hint = { id_token_hint: textAt(await tokensOf(token), 'id_token') };

  const posted = await post('connect/endSession', hint);
  const live = await isLive(token);
  const got = await peer.rest.call(
    `${place}/connect/endSession?${new URLSearchParams(hint).toString()}`,
  );

  expect([posted.status, live]).toEqual([405, true]);
  expect([got.status, await isLive(token)]).toEqual([204, false]);
});

test('a refresh token works once, and gives another one, which can be revoked', async () => {
  const token = textAt(await tokensOf(await peer.signIn('alice')), 'refresh_token');
  const renew = { grant_type: 'refresh_token' };

  const renewed = await post('access_token', { ...renew, refresh_token: token });
  const next = textAt(renewed.body, 'refresh_token');
  const twice = await post('access_token', { ...renew, refresh_token: token });
  const revoked = await post('token/revoke', { token: next });
  const after = await post('access_token', { ...renew, refresh_token: next });

  expect([renewed.status, twice.status, revoked.status]).toEqual([200, 400, 200]);
  expect([after.status, fieldAt(after.body, 'error')]).toEqual([400, 'invalid_grant']);
});

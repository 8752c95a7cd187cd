import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { personUuids, type Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { type AmAnswer, realmPath, send } from './am-client.ts';
import { userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import {
  ALPHA,
  assertionOf,
  basic,
  grantToServiceAccount,
  isSignedByProvider,
  JWT_BEARER,
  PORTAL,
  post,
} from './oauth-client.ts';

const INACTIVE = { active: false };
const password = { grant_type: 'password', username: 'alice', password: 'sandbox-password' };
const introspect = (sandbox: Sandbox, token: string, authorization = PORTAL) =>
  post(sandbox, `${ALPHA}/introspect`, { token }, authorization);

describeFlavors(EVERY_FLAVOR, 'OAuth 2', (get, flavor) => {
  const isOpenAm = flavor === 'openam';
  const alice = flavor === 'aic' ? personUuids.alice : 'alice';

  test.each(['', `/${ALPHA}`])('describes the provider at %p', async (place) => {
    const { json } = await send(get().url, `/oauth2${place}/.well-known/openid-configuration`);

    const issuer = `${get().url}/oauth2${place}`;
    expect(json).toMatchObject({
      issuer,
      jwks_uri: `${issuer}/connect/jwk_uri`,
      token_endpoint: `${issuer}/access_token`,
      ...(isOpenAm ? {} : { introspection_endpoint: `${issuer}/introspect` }),
    });
    expect(Object.hasOwn(Object(json), 'revocation_endpoint')).toBe(!isOpenAm);
  });

  test('mints a user’s token as AM does', async () => {
    const token = get().mintAccessToken({ person: 'alice' });

    expect(await isSignedByProvider(get(), token)).toBe(true);
    expect(decodeJwt(token)).toMatchObject({
      ...(isOpenAm ? { sub: 'alice' } : { sub: `(usr!${alice})`, subname: alice }),
      iss: get().issuer,
      aud: 'portal',
      client_id: 'portal',
      realm: '/alpha',
      scope: ['devices:read', 'devices:reset'],
      tokenName: 'access_token',
      auth_level: 0,
      acr: '0',
    });
  });

  test.each([true, false])('introspects a valid token, opaque: %p', async (opaque) => {
    const token = get().mintAccessToken({ person: 'alice', opaque });

    const { status, json } = await introspect(get(), token);

    expect(status).toBe(200);
    expect(json).toMatchObject({
      active: true,
      scope: 'devices:read devices:reset',
      client_id: 'portal',
      user_id: alice,
      iss: get().issuer,
      ...(isOpenAm
        ? { token_type: 'access_token' }
        : { realm: '/alpha', username: alice, token_type: 'Bearer' }),
    });
    const left = isOpenAm ? [undefined] : [3599, 3600];
    expect(left).toContain(fieldAt(json, 'expires_in'));
    expect(token.split('.')).toHaveLength(opaque ? 1 : 3);
  });

  test.each<[string, (sandbox: Sandbox) => string]>([
    ['garbage', () => 'garbage'],
    [
      'a token that has expired by the sandbox’s clock',
      (sandbox) => {
        const token = sandbox.mintAccessToken({ lifetimeSeconds: 60 });
        sandbox.advance(60_000);
        return token;
      },
    ],
    ['a token of another realm', (sandbox) => sandbox.mintAccessToken({ realm: 'beta' })],
    ['a changed token', (sandbox) => `${sandbox.mintAccessToken()}A`],
  ])('reports %s as inactive', async (_, tokenOf) => {
    expect((await introspect(get(), tokenOf(get()))).json).toEqual(INACTIVE);
  });

  test('shows a client without the scope only its own tokens', async () => {
    const kiosk = basic('kiosk', 'sandbox-password');
    const [own, other] = [get().mintAccessToken({ client: 'kiosk' }), get().mintAccessToken()];

    expect((await introspect(get(), own, kiosk)).json).toMatchObject({ active: true });
    expect((await introspect(get(), other, kiosk)).json).toEqual(INACTIVE);
  });

  test.each([
    ['a wrong secret', basic('portal', 'wrong')],
    ['an unknown client', basic('nobody', 'sandbox-password')],
    ['none', ''],
  ])('rejects a client with %s', async (_, authorization) => {
    const answer = await introspect(get(), get().mintAccessToken(), authorization);

    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({
      error_description: 'Client authentication failed',
      error: 'invalid_client',
    });
  });

  test('grants a user’s token for the password', async () => {
    const { json, headers } = await post(get(), `${ALPHA}/access_token`, password, PORTAL);

    const { json: told } = await introspect(get(), textAt(json, 'access_token'));
    expect(fieldAt(told, 'sub')).toBe(isOpenAm ? 'alice' : `(usr!${alice})`);
    expect(headers['cache-control']).toBe('no-store');
  });

  test.each([
    [{ grant_type: 'client_credentials', scope: 'devices:read' }, 200, undefined],
    [{ grant_type: 'client_credentials', scope: 'fr:am:*' }, 400, 'invalid_scope'],
    [{ ...password, username: 'dave' }, 400, 'invalid_grant'],
    [{ ...password, password: 'wrong' }, 400, 'invalid_grant'],
    [{ grant_type: 'urn:ietf:params:oauth:grant-type:device_code' }, 400, 'unsupported_grant_type'],
    [{}, 400, 'invalid_request'],
  ])('answers the grant %j', async (form, status, error) => {
    const answer = await post(get(), `${ALPHA}/access_token`, form, PORTAL);

    expect([answer.status, fieldAt(answer.json, 'error')]).toEqual([status, error]);
  });

  test.each([
    ['/oauth2/nothing', 404],
    ['/oauth2/realms/root/realms/gamma/connect/jwk_uri', 404],
    ['/oauth2/realms/alpha/connect/jwk_uri', 404],
    ['/oauth2/access_token', 405],
    ['/oauth2/introspect?token=x', 405],
  ])('rejects GET %s', async (path, status) => {
    expect((await send(get().url, path)).status).toBe(status);
  });

  test('accepts no user’s token at /json', async () => {
    const token = get().mintAccessToken({ person: 'amadmin', realm: '/', scopes: ['fr:am:*'] });

    const { status } = await send(get().url, `${realmPath('/alpha')}/users/${alice}`, {
      headers: { Authorization: `Bearer ${token}` },
    });

    expect(status).toBe(flavor === 'aic' ? 403 : 401);
  });
});

describeFlavors(['pingam', 'openam'], 'a service account', (get) => {
  test('exists only in AIC', async () => {
    expect((await grantToServiceAccount(get())).status).toBe(401);
  });
});

describeFlavors(['aic'], 'a service account', (get) => {
  const readBob = async (token: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await send(get().url, userPath(get(), 'bob'), { headers })).status;
  };
  const grant = async (more = {}): Promise<string> =>
    textAt((await grantToServiceAccount(get(), more)).json, 'access_token');

  test('gets a token for /json', async () => {
    const { json, headers } = await grantToServiceAccount(get());

    const token = textAt(json, 'access_token');
    expect(json).toEqual({
      access_token: token,
      scope: 'fr:am:* fr:idm:*',
      token_type: 'Bearer',
      expires_in: 899,
    });
    expect(headers['cache-control']).toBe('no-store');
    expect(decodeJwt(token)).toMatchObject({ sub: get().serviceAccount.id, realm: '/' });
    expect(await readBob(token)).toBe(200);
  });

  test('needs fr:am:* for /json', async () => {
    expect(await readBob(await grant({ scope: 'fr:idm:*' }))).toBe(403);
  });

  test('gets another token after the first has expired', async () => {
    const first = await grant();

    get().advance(15 * 60_000);

    expect([await readBob(first), await readBob(await grant())]).toEqual([401, 200]);
  });

  test('signs in with AIC’s tool, which drops the rejected scopes (U42)', async () => {
    const wanted = 'fr:am:* fr:idc:esv:* fr:idm:* fr:idc:promotion:*';
    const assertion = assertionOf(get());
    // Like frodo-lib 3.3.3: not encoded, and twice with the same assertion.
    const ask = (scope: string): Promise<AmAnswer> =>
      send(get().url, '/oauth2/access_token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: `assertion=${assertion}&client_id=service-account&grant_type=${JWT_BEARER}&scope=${scope}`,
      });

    const refused = await ask(wanted);
    const missing = textAt(refused.json, 'error_description').substring(39).split(',');
    const rest = wanted.split(' ').filter((scope) => !missing.includes(scope));
    const granted = await ask(rest.join(' '));

    expect([refused.status, refused.json]).toEqual([
      400,
      {
        error: 'invalid_scope',
        error_description: 'Unsupported scope for service account: fr:idc:esv:*,fr:idc:promotion:*',
      },
    ]);
    expect([granted.status, fieldAt(granted.json, 'scope')]).toEqual([200, 'fr:am:* fr:idm:*']);
    expect(await readBob(textAt(granted.json, 'access_token'))).toBe(200);
  });

  test('works with the root’s long path and in a shell, too', async () => {
    const aud = `${get().url}/oauth2/realms/root/access_token`;
    const assertion = assertionOf(get(), { claims: { aud } });

    const { status } = await grantToServiceAccount(get(), { assertion });
    const shell = await send(get().origin, '/sandbox/service-account');

    expect(status).toBe(200);
    expect(shell.json).toEqual(get().serviceAccount);
  });

  const seconds = (more: number): number => Math.floor(Date.now() / 1000) + more;
  test.each<[string, (sandbox: Sandbox) => string]>([
    ...Object.entries<(sandbox: Sandbox) => object>({
      'another audience': () => ({ aud: 'https://am.example.org' }),
      'two audiences': ({ url }) => ({ aud: [`${url}/oauth2/access_token`, 'x'] }),
      'the past': () => ({ exp: seconds(-1) }),
      'a long life': () => ({ exp: seconds(1000) }),
      'no end': () => ({ exp: null }),
      'no jti': () => ({ jti: null }),
      'another issuer': () => ({ iss: 'x', sub: 'x' }),
      'a subject that is not the issuer': () => ({ sub: 'x' }),
    }).map(([label, claimsAt]): [string, (sandbox: Sandbox) => string] => [
      label,
      (sandbox) => assertionOf(sandbox, { claims: claimsAt(sandbox) }),
    ]),
    ['another key', (am) => assertionOf(am, { key: newKey() })],
    ['no algorithm', (am) => assertionOf(am, { header: { alg: 'none' } }).replace(/[^.]*$/, '')],
    ['a shared-secret algorithm', (am) => assertionOf(am, { header: { alg: 'HS256' } })],
    ['no sense', () => 'a.b.c'],
  ])('is rejected with an assertion of %s', async (_, assertion) => {
    const answer = await grantToServiceAccount(get(), { assertion: assertion(get()) });

    expect([answer.status, fieldAt(answer.json, 'error')]).toEqual([400, 'invalid_grant']);
  });

  test.each([
    [{ client_id: 'portal' }, 401, 'invalid_client'],
    [{ scope: 'fr:am:* devices:read' }, 400, 'invalid_scope'],
    [{ scope: '' }, 400, 'invalid_scope'],
  ])('is rejected with %j', async (more, status, error) => {
    const answer = await grantToServiceAccount(get(), more);

    expect([answer.status, fieldAt(answer.json, 'error')]).toEqual([status, error]);
  });
});

function newKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
}

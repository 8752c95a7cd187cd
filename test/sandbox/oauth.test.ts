import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { type AccessTokenOptions, type Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { type AmAnswer, send } from './am-client.ts';
import { userPath } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import {
  ALPHA,
  assertionOf,
  grantToServiceAccount,
  JWT_BEARER,
  PORTAL,
  post,
} from './oauth-client.ts';

const password = { grant_type: 'password', username: 'alice', password: 'sandbox-password' };

describeFlavors(EVERY_FLAVOR, 'OAuth 2', (get) => {
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
});

describeFlavors(['pingam', 'aic'], 'a minted token', (get) => {
  test.each<[string, AccessTokenOptions, object]>([
    ['the password', {}, { acr: '0', amr: ['pwd'], auth_level: 0 }],
    [
      'a code',
      { secondFactors: ['oath'] },
      { acr: 'twofactor', amr: ['pwd', 'otp'], auth_level: 1 },
    ],
    [
      'what its claims say',
      { secondFactors: ['push'], claims: { acr: 'strong' } },
      { acr: 'strong', amr: ['pwd', 'swk'], auth_level: 1 },
    ],
  ])('shows a sign-in by %s', async (_, options, claims) => {
    const minted = await send(get().origin, '/sandbox/access-token', {
      method: 'POST',
      body: JSON.stringify({ person: 'alice', ...options }),
    });
    const token = textAt(minted.json, 'access_token');

    expect(decodeJwt(token)).toMatchObject(claims);
    expect((await post(get(), `${ALPHA}/introspect`, { token }, PORTAL)).json).toMatchObject(
      claims,
    );
  });

  test('of a client, or by a grant of the password, shows no second factor', async () => {
    const own = decodeJwt(get().mintAccessToken());
    const granted = await post(get(), `${ALPHA}/access_token`, password, PORTAL);

    expect(own).toMatchObject({ acr: '0', auth_level: 0 });
    expect(own).not.toHaveProperty('amr');
    expect(decodeJwt(textAt(granted.json, 'access_token'))).toMatchObject({ amr: ['pwd'] });
  });
});

describeFlavors(['aic'], 'a service account', (get) => {
  const readBob = async (token: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await send(get().url, userPath(get(), 'bob'), { headers })).status;
  };

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
});

function newKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
}

/** The authorization code flow with an independent OpenID Connect client. */
import { expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { decodeJwt } from 'jose';
import {
  deviceIds,
  personUuids,
  type Sandbox,
  type SecondFactor,
  type Settings,
} from '../../src/sandbox/index.ts';
import { send, tokenOf } from './am-client.ts';
import { isLive } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { signInWithCode } from './hotp-client.ts';
import { ALPHA, basic, post } from './oauth-client.ts';

const CLIENT = 'identity-gateway-pages';
const RETURN = 'http://127.0.0.1:4000/signed-in';
const VERIFIER = 'v'.repeat(43);
const NONCE = 'nonce-1';
const STATE = 'state-1';

const discover = ({ issuer }: Sandbox, id = CLIENT) =>
  oidc.discovery(new URL(issuer), id, 'sandbox-password', undefined, {
    execute: [oidc.allowInsecureRequests],
  });

type Query = Readonly<Record<string, string>>;

/** Returns the address to which the client sends the browser. */
async function authorizationUrl(sandbox: Sandbox, more: Query = {}): Promise<URL> {
  return oidc.buildAuthorizationUrl(await discover(sandbox), {
    redirect_uri: RETURN,
    scope: 'openid email devices:read',
    code_challenge: await oidc.calculatePKCECodeChallenge(VERIFIER),
    code_challenge_method: 'S256',
    nonce: NONCE,
    state: STATE,
    ...more,
  });
}

/** Follows an address like a browser with a session. Returns the redirect. */
async function sentTo(sandbox: Sandbox, url: URL, session?: string): Promise<URL> {
  const { headers, text } = await send(sandbox.origin, `${url.pathname}${url.search}`, {
    headers: session === undefined ? {} : { Cookie: `${sandbox.cookieName}=${session}` },
  });
  const { location } = headers;
  if (typeof location !== 'string') throw new Error(`The response is no redirect: ${text}`);
  return new URL(location, sandbox.origin);
}

const exchange = async (sandbox: Sandbox, back: URL) =>
  oidc.authorizationCodeGrant(await discover(sandbox), back, {
    pkceCodeVerifier: VERIFIER,
    expectedNonce: NONCE,
    expectedState: STATE,
  });

/** Runs the flow for a signed-in user. Returns the tokens. */
async function tokensOf(sandbox: Sandbox, session: string) {
  return exchange(sandbox, await sentTo(sandbox, await authorizationUrl(sandbox), session));
}

/** Returns the introspection of a token. */
async function introspect(sandbox: Sandbox, token: string): Promise<unknown> {
  const by = basic(CLIENT, 'sandbox-password');
  return (await post(sandbox, `${ALPHA}/introspect`, { token }, by)).json;
}

describeFlavors(EVERY_FLAVOR, 'the code flow', (get, flavor) => {
  const alice = flavor === 'aic' ? personUuids.alice : 'alice';
  const isOpenAm = flavor === 'openam';
  const subject = isOpenAm ? alice : `(usr!${alice})`;

  test('returns tokens of the signed-in user', async () => {
    const tokens = await tokensOf(get(), await tokenOf(get().url, 'alice'));

    expect(tokens.claims()).toMatchObject({
      sub: subject,
      aud: CLIENT,
      nonce: NONCE,
      acr: '0',
      email: 'alice@example.com',
    });
    expect(await introspect(get(), tokens.access_token)).toMatchObject({
      sub: subject,
      client_id: CLIENT,
      scope: 'openid email devices:read',
    });
    expect(tokens.access_token.split('.')).toHaveLength(isOpenAm ? 1 : 3);
  });

  test.each<[string, SecondFactor[], object]>([
    ['the password', [], { acr: '0', amr: ['pwd'] }],
    ['a code', ['oath'], { acr: '0', amr: ['pwd', 'otp'] }],
    ['a push and a bound device', ['push', 'binding'], { acr: '0', amr: ['pwd', 'swk'] }],
    ['a passkey', ['webauthn'], { acr: '0', amr: ['pwd', 'hwk'] }],
  ])('shows a sign-in by %s, if the provider maps it', async (_label, factors, claims) => {
    get().configure({ signInClaims: 'ACR_AMR' });

    const tokens = await tokensOf(get(), get().startSession('alice', factors));
    const renewed = await oidc.refreshTokenGrant(await discover(get()), tokens.refresh_token ?? '');

    expect(tokens.claims()).toMatchObject(claims);
    for (const { access_token: token } of isOpenAm ? [] : [tokens, renewed]) {
      const shown = { ...claims, auth_level: Math.min(factors.length, 1) };
      expect(decodeJwt(token)).toMatchObject(shown);
      expect(await introspect(get(), token)).toMatchObject(shown);
    }
  });

  test.each<[Settings['signInClaims'], object]>([
    ['ACR', { acr: 'twofactor' }],
    ['NONE', { acr: '0' }],
  ])('shows no methods of a sign-in with the setting %s', async (signInClaims, claims) => {
    get().configure({ signInClaims });
    const session = get().startSession('alice', ['oath']);
    const url = await authorizationUrl(get(), { acr_values: 'urn:example:mfa twofactor' });

    const tokens = await exchange(get(), await sentTo(get(), url, session));

    expect(tokens.claims()).toMatchObject(claims);
    expect(tokens.claims()).not.toHaveProperty('amr');
  });

  test('asks for the code that acr_values require, and shows it', async () => {
    const url = await authorizationUrl(get(), { acr_values: 'twofactor' });
    // OpenAM ends an insufficient session with an error.
    const page = await sentTo(get(), url, isOpenAm ? undefined : get().startSession('bob'));

    const session = await signInWithCode(get(), 'bob', deviceIds.bobOath, 21);
    const tokens = await exchange(get(), await sentTo(get(), url, session));

    expect(page.searchParams.get('service')).toBe('twofactor');
    expect(tokens.claims()).toMatchObject({ acr: 'twofactor' });
    expect(tokens.claims()?.['amr']).toEqual(isOpenAm ? undefined : ['pwd', 'otp']);
  });

  test.each<[string, () => Promise<string>, Query]>([
    ['a session of another realm', () => tokenOf(get().url, 'mallory', '/beta'), {}],
    ['a session, with prompt=login', () => tokenOf(get().url, 'alice'), { prompt: 'login' }],
    ...(isOpenAm ? [] : moreReasons()),
  ])('asks for a sign-in despite %s', async (_label, signIn, asks) => {
    const session = await signIn();

    const page = await sentTo(get(), await authorizationUrl(get(), asks), session);

    expect(page.pathname).toMatch(/\/XUI\/$/);
    expect(page.searchParams.get('ForceAuth')).toBe(isOpenAm ? null : 'true');
    expect(page.searchParams.get('service')).toBe(asks['acr_values'] ?? null);
    expect(await isLive(get(), session)).toBe(!isOpenAm || asks['prompt'] === undefined);
  });

  /** The cases in which OpenAM does not ask for a sign-in. */
  function moreReasons(): [string, () => Promise<string>, Query][] {
    const alone = (): Promise<string> => tokenOf(get().url, 'alice');
    return [
      ['a session, with max_age=0', alone, { max_age: '0' }],
      [
        'a session without a second factor, which acr_values requires',
        alone,
        { acr_values: 'twofactor' },
      ],
    ];
  }

  test.each<[string, Query, string]>([
    ['a stranger’s address', { redirect_uri: 'https://evil.example/' }, 'redirect_uri_mismatch'],
    [
      'one that only looks like ours',
      { redirect_uri: 'http://127.0.0.1.evil.example/' },
      'redirect_uri_mismatch',
    ],
    ['a script', { redirect_uri: 'javascript:alert(1)//127.0.0.1' }, 'redirect_uri_mismatch'],
    ['a client without pages', { client_id: 'portal' }, 'redirect_uri_mismatch'],
    ['a client that is not there', { client_id: 'nobody' }, 'invalid_client'],
  ])('never redirects to %s', async (_label, more, error) => {
    const url = await authorizationUrl(get(), more);
    const answer = await send(get().origin, `${url.pathname}${url.search}`, {
      headers: { Cookie: `${get().cookieName}=${await tokenOf(get().url, 'alice')}` },
    });

    expect(answer.headers['location']).toBeUndefined();
    expect(answer.json).toMatchObject({ error });
  });
});

/** The authorization code flow with an independent OpenID Connect client. */
import { expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { deviceIds, personUuids, type Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { send, tokenOf } from './am-client.ts';
import { isLive } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { ALPHA, basic, post } from './oauth-client.ts';
import { signInWithCode } from './hotp-client.ts';

const CLIENT = 'identity-gateway-pages';
const RETURN = 'http://127.0.0.1:4000/signed-in';
const VERIFIER = 'v'.repeat(43);
const NONCE = 'nonce-1';
const STATE = 'state-1';
const MINUTE = 60_000;

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

const redeem = (sandbox: Sandbox, back: URL, more: Query = {}, by = CLIENT) =>
  post(
    sandbox,
    `${ALPHA}/access_token`,
    {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: RETURN,
      code_verifier: VERIFIER,
      ...more,
    },
    basic(by, 'sandbox-password'),
  );

/** Returns the introspection of a token. */
async function introspect(sandbox: Sandbox, token: string): Promise<unknown> {
  const by = basic(CLIENT, 'sandbox-password');
  return (await post(sandbox, `${ALPHA}/introspect`, { token }, by)).json;
}

describeFlavors(EVERY_FLAVOR, 'the code flow', (get, flavor) => {
  const alice = flavor === 'aic' ? personUuids.alice : 'alice';
  const isOpenAm = flavor === 'openam';
  const subject = isOpenAm ? alice : `(usr!${alice})`;
  const authTimeOf = (claims: oidc.IDToken | undefined): number =>
    Number(claims?.[isOpenAm ? 'auth:time' : 'auth_time'] ?? 0);

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

  test('reports with acr and auth_time how and when the user signed in', async () => {
    const session = await signInWithCode(get(), 'hugo', deviceIds.hugoOath, 5);
    get().advance(5 * MINUTE);

    const url = await authorizationUrl(get(), { acr_values: 'twofactor', max_age: '600' });
    const claims = (await exchange(get(), await sentTo(get(), url, session))).claims();

    const now = Math.floor(Date.now() / 1000);
    expect(claims?.['acr']).toBe('twofactor');
    expect(now - authTimeOf(claims)).toBeGreaterThanOrEqual(300);
    expect(now - authTimeOf(claims)).toBeLessThan(400);
  });

  test('asks again only if the sign-in is older than max_age', async () => {
    const session = await tokenOf(get().url, 'alice');
    const url = await authorizationUrl(get(), { max_age: '600' });

    get().advance(9 * MINUTE);
    const early = await sentTo(get(), url, session);
    get().advance(2 * MINUTE);
    const late = await sentTo(get(), url, session);

    expect(early.searchParams.get('code')).not.toBeNull();
    // OpenAM ends the session and returns an error to the client.
    const outcome = isOpenAm ? late.searchParams.get('error') : late.pathname;
    expect(outcome).toMatch(isOpenAm ? 'login_required' : '/XUI/');
    expect(await isLive(get(), session)).toBe(!isOpenAm);
  });

  test.each<[string, Query, string]>([
    ['no PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope it does not have', { scope: 'openid fr:am:*' }, 'invalid_scope'],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required'],
  ])('returns with an error for %s', async (_label, more, error) => {
    const back = await sentTo(get(), await authorizationUrl(get(), more));

    expect(back.href).toMatch(`${RETURN}?error=${error}`);
    expect(back.searchParams.get('state')).toBe(STATE);
    expect(back.searchParams.get('iss')).toBe(get().issuer);
  });

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

  test.each<[string, Query, string]>([
    ['another verifier', { code_verifier: 'w'.repeat(43) }, CLIENT],
    ['no verifier', { code_verifier: '' }, CLIENT],
    ['another address', { redirect_uri: `${RETURN}/` }, CLIENT],
    ['another client', {}, 'kiosk'],
  ])('gives no token for a code with %s and invalidates the code', async (_label, more, by) => {
    const back = await sentTo(
      get(),
      await authorizationUrl(get()),
      await tokenOf(get().url, 'alice'),
    );

    expect((await redeem(get(), back, more, by)).json).toMatchObject({ error: 'invalid_grant' });
    expect((await redeem(get(), back)).json).toMatchObject({ error: 'invalid_grant' });
  });

  test('accepts a code once, within two minutes', async () => {
    const session = await tokenOf(get().url, 'alice');
    const used = await sentTo(get(), await authorizationUrl(get()), session);
    const late = await sentTo(get(), await authorizationUrl(get()), session);

    expect((await redeem(get(), used)).status).toBe(200);
    expect((await redeem(get(), used)).json).toMatchObject({ error: 'invalid_grant' });
    get().advance(2 * MINUTE);
    expect((await redeem(get(), late)).json).toMatchObject({ error: 'invalid_grant' });
  });

  test('refreshes a token only for its client, until it is revoked', async () => {
    const config = await discover(get());
    const { refresh_token: token = '' } = await tokensOf(get(), await tokenOf(get().url, 'alice'));
    const form = { grant_type: 'refresh_token', refresh_token: token };
    const kiosk = basic('kiosk', 'sandbox-password');

    const fresh = await oidc.refreshTokenGrant(config, token);
    const stolen = await post(get(), `${ALPHA}/access_token`, form, kiosk);
    const next = fresh.refresh_token ?? token;
    await post(get(), `${ALPHA}/token/revoke`, { token: next }, kiosk);
    const again = await oidc.refreshTokenGrant(config, next, { scope: 'openid' });
    const last = again.refresh_token ?? next;
    await post(get(), `${ALPHA}/token/revoke`, { token: last }, basic(CLIENT, 'sandbox-password'));

    expect(await introspect(get(), fresh.access_token)).toMatchObject({ sub: subject });
    expect(fieldAt(stolen.json, 'error')).toBe('invalid_grant');
    await expect(oidc.refreshTokenGrant(config, last)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('refreshes a token once if AM rotates refresh tokens', async () => {
    get().configure({ rotateRefreshTokens: true });
    const config = await discover(get());
    const { refresh_token: token = '' } = await tokensOf(get(), await tokenOf(get().url, 'alice'));

    const { refresh_token: next = '' } = await oidc.refreshTokenGrant(config, token);

    await expect(oidc.refreshTokenGrant(config, token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const last = await oidc.refreshTokenGrant(config, next);
    expect(await introspect(get(), last.access_token)).toMatchObject({ sub: subject });
  });

  test('ends only AM’s session of the ID token, and redirects', async () => {
    const [mine, other] = [await tokenOf(get().url, 'alice'), await tokenOf(get().url, 'alice')];
    const { id_token: hint = '' } = await tokensOf(get(), mine);
    const config = await discover(get());

    const back = await sentTo(
      get(),
      oidc.buildEndSessionUrl(config, {
        id_token_hint: hint,
        post_logout_redirect_uri: 'http://localhost:4000/bye',
        state: STATE,
      }),
    );

    expect(back.href).toBe(`http://localhost:4000/bye?state=${STATE}`);
    expect([await isLive(get(), mine), await isLive(get(), other)]).toEqual([false, true]);
  });

  test('ends nothing by a forged ID token, and redirects to no unregistered address', async () => {
    const session = await tokenOf(get().url, 'alice');
    const { id_token: hint = '' } = await tokensOf(get(), session);
    const forged = `${hint.slice(0, hint.lastIndexOf('.'))}.AAAA`;
    const place = `/oauth2/${ALPHA}/connect/endSession?id_token_hint=`;

    const refused = await send(get().url, `${place}${forged}`);
    expect([refused.status, await isLive(get(), session)]).toEqual([400, true]);

    const stranger = `&post_logout_redirect_uri=${encodeURIComponent('https://evil.example/')}`;
    const ended = await send(get().url, `${place}${hint}${stranger}`);
    expect([ended.status, ended.headers['location']]).toEqual([400, undefined]);
  });
});

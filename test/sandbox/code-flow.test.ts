/** The authorization code flow, by an OpenID Connect client that is not ours. */
import { expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { deviceIds, personUuids } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt } from '../support/json.ts';
import { realmPath, send, tokenOf } from './am-client.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { ALPHA, basic, claimsOf, post } from './oauth-client.ts';
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

type Asked = Readonly<Record<string, string>>;

/** The address that the client sends a browser to. */
async function askUrl(sandbox: Sandbox, more: Asked = {}): Promise<URL> {
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

/** Follows an address as a browser does that has this session: where it is sent. */
async function sentTo(sandbox: Sandbox, url: URL, session?: string): Promise<URL> {
  const { headers, text } = await send(sandbox.origin, `${url.pathname}${url.search}`, {
    headers: session === undefined ? {} : { Cookie: `${sandbox.cookieName}=${session}` },
  });
  const { location } = headers;
  if (typeof location !== 'string') throw new Error(`Nobody is sent anywhere: ${text}`);
  return new URL(location, sandbox.origin);
}

const exchange = async (sandbox: Sandbox, back: URL) =>
  oidc.authorizationCodeGrant(await discover(sandbox), back, {
    pkceCodeVerifier: VERIFIER,
    expectedNonce: NONCE,
    expectedState: STATE,
  });

/** Everything up to the tokens, for somebody who is signed in. */
async function tokensOf(sandbox: Sandbox, session: string) {
  return exchange(sandbox, await sentTo(sandbox, await askUrl(sandbox), session));
}

const isLive = async (sandbox: Sandbox, session: string): Promise<boolean> =>
  (
    await send(sandbox.url, `${realmPath('/alpha')}/sessions?_action=getSessionInfo`, {
      method: 'POST',
      headers: { [sandbox.cookieName]: session },
    })
  ).status === 200;

const redeem = (sandbox: Sandbox, back: URL, more: Asked = {}, by = CLIENT) =>
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

describeFlavors(EVERY_FLAVOR, 'the code flow', (get, flavor) => {
  const alice = flavor === 'aic' ? personUuids.alice : 'alice';
  const subject = flavor === 'openam' ? alice : `(usr!${alice})`;

  test('ends with tokens of the person who is signed in', async () => {
    const tokens = await tokensOf(get(), await tokenOf(get().url, 'alice'));

    expect(tokens.claims()).toMatchObject({
      sub: subject,
      aud: CLIENT,
      nonce: NONCE,
      acr: '0',
      email: 'alice@example.com',
    });
    expect(claimsOf(tokens.access_token)).toMatchObject({
      sub: subject,
      client_id: CLIENT,
      scope: ['openid', 'email', 'devices:read'],
      grant_type: 'authorization_code',
    });
  });

  test('sends whoever is not signed in to AM’s page, from which they come back', async () => {
    const page = await sentTo(get(), await askUrl(get()));

    expect(page.pathname).toBe(`${new URL(get().url).pathname}/XUI/`);
    expect(page.searchParams.get('realm')).toBe('/alpha');
    const goto = new URL(page.searchParams.get('goto') ?? '');
    const back = await sentTo(get(), goto, await tokenOf(get().url, 'alice'));
    expect((await exchange(get(), back)).claims()?.sub).toBe(subject);
  });

  test.each([
    ['a session of another realm', () => tokenOf(get().url, 'mallory', '/beta'), {}],
    ['a session, where prompt=login', () => tokenOf(get().url, 'alice'), { prompt: 'login' }],
    ['a session, where max_age=0', () => tokenOf(get().url, 'alice'), { max_age: '0' }],
    [
      'a session without a code, where one is asked for',
      () => tokenOf(get().url, 'alice'),
      { acr_values: 'twofactor' },
    ],
  ])('asks for a sign-in in spite of %s', async (_label, signIn, more: Asked) => {
    const session = await signIn();

    const page = await sentTo(get(), await askUrl(get(), more), session);

    expect(page.pathname).toMatch(/\/XUI\/$/);
    expect(page.searchParams.get('ForceAuth')).toBe('true');
    expect(page.searchParams.get('service')).toBe(more['acr_values'] ?? null);
  });

  test('is content after prompt=login with a sign-in, and does not ask for ever', async () => {
    const page = await sentTo(get(), await askUrl(get(), { prompt: 'login' }));

    const goto = new URL(page.searchParams.get('goto') ?? '');
    const back = await sentTo(get(), goto, await tokenOf(get().url, 'alice'));

    expect(back.searchParams.get('code')).toMatch(/^[\w-]{27}$/);
  });

  test('tells by acr and auth_time how and when somebody signed in', async () => {
    const session = await signInWithCode(get(), 'hugo', deviceIds.hugoOath, 5);
    get().advance(5 * MINUTE);

    const url = await askUrl(get(), { acr_values: 'twofactor', max_age: '600' });
    const claims = (await exchange(get(), await sentTo(get(), url, session))).claims();

    const now = Math.floor(Date.now() / 1000);
    expect(claims?.['acr']).toBe('twofactor');
    expect(now - (claims?.auth_time ?? 0)).toBeGreaterThanOrEqual(300);
    expect(now - (claims?.auth_time ?? 0)).toBeLessThan(400);
  });

  test('asks anew when the sign-in is older than max_age, and not before', async () => {
    const session = await tokenOf(get().url, 'alice');
    const url = await askUrl(get(), { max_age: '600' });

    get().advance(9 * MINUTE);
    const early = await sentTo(get(), url, session);
    get().advance(2 * MINUTE);
    const late = await sentTo(get(), url, session);

    expect([early.pathname, late.pathname.endsWith('/XUI/')]).toEqual(['/signed-in', true]);
  });

  test('tells a later sign-in after prompt=login, though the first session goes on', async () => {
    const first = await tokenOf(get().url, 'alice');
    const before = (await tokensOf(get(), first)).claims()?.auth_time ?? 0;
    get().advance(11 * MINUTE);

    const page = await sentTo(get(), await askUrl(get(), { prompt: 'login' }), first);
    const again = await tokenOf(get().url, 'alice');
    const goto = new URL(page.searchParams.get('goto') ?? '');
    const after = (await exchange(get(), await sentTo(get(), goto, again))).claims()?.auth_time;
    const stale = (await tokensOf(get(), first)).claims()?.auth_time ?? 0;

    expect(after).toBeGreaterThanOrEqual(before);
    expect(before - stale).toBeGreaterThanOrEqual(11 * 60 - 1);
    expect(await isLive(get(), first)).toBe(true);
  });

  test.each<[string, Asked, string]>([
    ['no PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another kind of answer', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope it does not have', { scope: 'openid fr:am:*' }, 'invalid_scope'],
    ['prompt=none of somebody unknown', { prompt: 'none' }, 'login_required'],
  ])('returns with an error for %s', async (_label, more, error) => {
    const back = await sentTo(get(), await askUrl(get(), more));

    expect(back.href).toMatch(`${RETURN}?error=${error}`);
    expect(back.searchParams.get('state')).toBe(STATE);
    expect(back.searchParams.get('iss')).toBe(get().issuer);
  });

  test.each<[string, Asked, string]>([
    ['a stranger’s address', { redirect_uri: 'https://evil.example/' }, 'redirect_uri_mismatch'],
    [
      'one that only looks like ours',
      { redirect_uri: 'http://127.0.0.1.evil.example/' },
      'redirect_uri_mismatch',
    ],
    ['a script', { redirect_uri: 'javascript:alert(1)//127.0.0.1' }, 'redirect_uri_mismatch'],
    ['a client without pages', { client_id: 'portal' }, 'redirect_uri_mismatch'],
    ['a client that is not there', { client_id: 'nobody' }, 'invalid_client'],
  ])('never sends anybody to %s', async (_label, more, error) => {
    const url = await askUrl(get(), more);
    const answer = await send(get().origin, `${url.pathname}${url.search}`, {
      headers: { Cookie: `${get().cookieName}=${await tokenOf(get().url, 'alice')}` },
    });

    expect(answer.headers['location']).toBeUndefined();
    expect(answer.json).toMatchObject({ error });
  });

  test.each<[string, Asked, string]>([
    ['another verifier', { code_verifier: 'w'.repeat(43) }, CLIENT],
    ['no verifier', { code_verifier: '' }, CLIENT],
    ['another address', { redirect_uri: `${RETURN}/` }, CLIENT],
    ['another client', {}, 'kiosk'],
  ])('gives no token for the code with %s, and the code is spent', async (_label, more, by) => {
    const back = await sentTo(get(), await askUrl(get()), await tokenOf(get().url, 'alice'));

    expect((await redeem(get(), back, more, by)).json).toMatchObject({ error: 'invalid_grant' });
    expect((await redeem(get(), back)).json).toMatchObject({ error: 'invalid_grant' });
  });

  test('takes a code once, and for two minutes', async () => {
    const session = await tokenOf(get().url, 'alice');
    const used = await sentTo(get(), await askUrl(get()), session);
    const late = await sentTo(get(), await askUrl(get()), session);

    expect((await redeem(get(), used)).status).toBe(200);
    expect((await redeem(get(), used)).json).toMatchObject({ error: 'invalid_grant' });
    get().advance(2 * MINUTE);
    expect((await redeem(get(), late)).json).toMatchObject({ error: 'invalid_grant' });
  });

  test('refreshes a token, for its client alone, until it is revoked', async () => {
    const config = await discover(get());
    const { refresh_token: token = '' } = await tokensOf(get(), await tokenOf(get().url, 'alice'));
    const form = { grant_type: 'refresh_token', refresh_token: token };
    const kiosk = basic('kiosk', 'sandbox-password');

    const fresh = await oidc.refreshTokenGrant(config, token);
    const stolen = await post(get(), `${ALPHA}/access_token`, form, kiosk);
    await post(get(), `${ALPHA}/token/revoke`, { token }, kiosk);
    await oidc.refreshTokenGrant(config, token, { scope: 'openid' });
    await oidc.tokenRevocation(config, token);

    expect(claimsOf(fresh.access_token)).toMatchObject({ sub: subject });
    expect(fieldAt(stolen.json, 'error')).toBe('invalid_grant');
    await expect(oidc.refreshTokenGrant(config, token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('refreshes a token once where AM is told to rotate them', async () => {
    get().configure({ rotateRefreshTokens: true });
    const config = await discover(get());
    const { refresh_token: token = '' } = await tokensOf(get(), await tokenOf(get().url, 'alice'));

    const { refresh_token: next = '' } = await oidc.refreshTokenGrant(config, token);

    await expect(oidc.refreshTokenGrant(config, token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const last = await oidc.refreshTokenGrant(config, next);
    expect(claimsOf(last.access_token)).toMatchObject({ sub: subject });
  });

  test('ends AM’s session by its ID token, and no other, and returns', async () => {
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

  test('ends nothing by a forged ID token, and returns to no stranger', async () => {
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

/** Sign-in and sign-out with AM's own session. */
import { describe, expect, test } from '@jest/globals';
import { type RawAnswer, sendRaw } from '../security/raw-http.ts';
import { onStage, useStage } from '../support/stage.ts';
import { buildPages } from './built-pages.ts';

const pagesFolder = buildPages();
const stage = useStage('pingam', { pagesFolder, env: { AM_REALMS: 'alpha,emea=/customers/emea' } });

const signIn = (query: string, headers = {}): Promise<RawAnswer> =>
  sendRaw(stage.gateway.url, { method: 'GET', path: `/sign-in${query}`, headers });

/** Where an answer sends the browser. */
const placeOf = ({ headers }: RawAnswer): URL => new URL(headers.location ?? '');

describe('signing in', () => {
  test("sends the browser to AM's page, and back to the page", async () => {
    const answer = await signIn('?return=%2Fhelp-desk%2Falpha%2Fbob%3Fq%3D1');

    const { origin, pathname, searchParams } = placeOf(answer);
    expect(answer.status).toBe(303);
    expect(`${origin}${pathname}`).toBe(`${stage.sandbox.url}/XUI/`);
    expect(Object.fromEntries(searchParams)).toEqual({
      realm: '/alpha',
      goto: `${stage.gateway.url}/help-desk/alpha/bob?q=1`,
    });
    expect(placeOf(answer).hash).toBe('#login');
  });

  test('can be in another realm, and new', async () => {
    const { searchParams } = placeOf(await signIn('?realm=emea&fresh=1'));

    expect(Object.fromEntries(searchParams)).toEqual({
      realm: '/customers/emea',
      goto: `${stage.gateway.url}/`,
      ForceAuth: 'true',
    });
  });

  test.each([
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\evil.test',
    '\\/evil.test',
    '/help-desk//evil.test',
    '/help-desk/\\evil.test',
    '/help-desk/../../evil',
    '/help-desk/%2e%2e/graphql',
    '/help-desk/.%2E/graphql',
    '/./help-desk',
    'https://evil.test/',
    'https:evil.test',
    'javascript:alert(1)',
    '/%09/evil.test',
    '/\t/evil.test',
    '\n//evil.test',
    '/help-desk\r\nset-cookie: a=b',
    '/graphql',
    '/sign-out',
    '/sign-in',
    '/signed-out',
    '/assets/x',
    '/help-desks',
    '@evil.test',
    '/@evil.test',
    '/history#//evil.test',
    `/?${'a'.repeat(2_000)}`,
  ])('does not return to %j', async (wanted) => {
    const answer = await signIn(`?return=${encodeURIComponent(wanted)}`);

    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
  });

  test.each(['beta', '/alpha', 'emea/x', '__proto__', 'ALPHA'])(
    'rejects the realm %s',
    async (realm) => {
      const answer = await signIn(`?realm=${encodeURIComponent(realm)}`);

      expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
    },
  );

  test.each([
    'evil.test',
    'localhost.evil.test',
    '127.0.0.1.evil.test',
    '127.0.0.1@evil.test',
    'user:x@127.0.0.1',
  ])('ignores the host %s', async (host) => {
    const answer = await signIn('', { host });

    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
  });

  test("uses the host of AM's cookie on this machine", async () => {
    const { searchParams } = placeOf(await signIn('', { host: 'localhost:4711' }));

    expect(searchParams.get('goto')).toBe('http://127.0.0.1:4711/');
  });

  test('ignores the host in production, and keeps the query of a custom sign-in page', async () => {
    const env = {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://devices.example.com',
      AM_SIGN_IN_URL: 'https://login.example.com/am/XUI/?service=Strong#login',
    };
    await onStage('pingam', { env, pagesFolder }, async ({ gateway }) => {
      const headers = { host: 'evil.test', 'x-forwarded-host': 'evil.test' };
      const answer = await sendRaw(gateway.url, { method: 'GET', path: '/sign-in', headers });

      expect(answer.headers.location).toBe(
        'https://login.example.com/am/XUI/?service=Strong&realm=%2Falpha&goto=https%3A%2F%2Fdevices.example.com%2F#login',
      );
    });
  });

  test.each(['POST', 'DELETE'])('rejects %s', async (method) => {
    const answer = await sendRaw(stage.gateway.url, { method, path: '/sign-in' });

    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toMatch(/^GET\b/);
  });

  test('answers HEAD like GET', async () => {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) => sendRaw(stage.gateway.url, { method, path: '/sign-in' })),
    );

    expect([head?.status, head?.headers.location]).toEqual([303, get?.headers.location]);
  });
});

describe('a new sign-in at OpenAM, which does not ask signed-in users again', () => {
  test.each([
    ['a page of ours', 'same-origin', 'signed out first'],
    ['a page elsewhere', 'cross-site', 'signed in as before'],
    ['an address that was typed', 'none', 'signed in as before'],
  ])('from %s (%s): %s', async (_label, site, state) => {
    await onStage('openam', { pagesFolder }, async ({ gateway, peer }) => {
      const token = Object.values(await peer.signIn('alice'))[0] ?? '';
      const cookie = `${peer.cookieName}=${token}`;
      const headers = { cookie, 'sec-fetch-site': site };

      const call = { method: 'GET', path: '/sign-in?fresh=1', headers };
      const answer = await sendRaw(gateway.url, call);

      const isOut = state === 'signed out first';
      const who = await gateway.ask('{ me { amId } }', { [peer.cookieName]: token });
      expect([answer.status, placeOf(answer).searchParams.has('ForceAuth')]).toEqual([303, false]);
      expect(answer.headers['set-cookie'] !== undefined).toBe(isOut);
      expect(who.data === null || who.errors.length > 0).toBe(isOut);
    });
  });
});

const ours = { 'x-requested-with': 'identity-gateway', 'sec-fetch-site': 'same-origin' };

async function sessionOf(name: string): Promise<string> {
  return Object.values(await stage.peer.signIn(name))[0] ?? '';
}

const cookieOf = (token: string) => ({ cookie: `${stage.peer.cookieName}=${token}` });

const signOut = (headers: object, method = 'POST'): Promise<RawAnswer> =>
  sendRaw(stage.gateway.url, { method, path: '/sign-out', headers: { ...ours, ...headers } });

const whoIs = async (token: string): Promise<unknown> => {
  const answer = await stage.gateway.ask('{ me { id: amId } }', { [stage.peer.cookieName]: token });
  return answer.data?.['me'] ?? answer.errors[0]?.extensions.code;
};

const NO_CALLER = 'no session';

describe('signing out', () => {
  test('ends the session in AM and in the gateway, and removes the cookie', async () => {
    const token = await sessionOf('alice');
    const other = await sessionOf('bob');
    expect(await whoIs(token)).toEqual({ id: 'alice' });

    const answer = await signOut(cookieOf(token));

    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { location: '/signed-out' }]);
    expect(answer.headers['set-cookie']).toEqual([`${stage.peer.cookieName}=; Max-Age=0; Path=/`]);
    expect(await whoIs(token)).toBe('UNAUTHENTICATED');
    expect(await whoIs(other)).toEqual({ id: 'bob' });
    expect(stage.gateway.log.join('')).not.toContain(token);
  });

  test.each([
    ['another site', { ...ours, 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { ...ours, 'sec-fetch-site': 'same-site' }],
    ['another origin', { 'x-requested-with': 'x', origin: 'https://evil.test' }],
    [
      'an allowed origin of CORS',
      { 'x-requested-with': 'x', origin: 'https://portal.example.com' },
    ],
    ['a form of ours, without the header', { 'sec-fetch-site': 'same-origin' }],
  ])('from %s is rejected, and the session continues', async (_label, headers) => {
    const options = { pagesFolder, env: { CORS_ORIGINS: 'https://portal.example.com' } };
    await onStage('pingam', options, async ({ gateway, peer, sandbox }) => {
      const [session = []] = Object.entries(await peer.signIn('alice'));
      sandbox.clearReceived();

      const sent = { ...headers, cookie: session.join('=') };
      const answer = await sendRaw(gateway.url, { path: '/sign-out', headers: sent });

      expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
      expect(sandbox.received()).toEqual([]);
    });
  });

  test.each([
    ['AM answers with 500', 500, ''],
    ['a proxy answers with 401', 401, '<html>'],
    ['a proxy answers with a page', 200, '<html>'],
  ])('that %s is reported, and keeps the cookie', async (_label, status, body) => {
    const token = await sessionOf('alice');
    const effect = { kind: 'status', status, body, contentType: 'text/html' } as const;
    stage.sandbox.breakNext({ match: { path: /_action=logout/ }, effect });

    const answer = await signOut(cookieOf(token));

    expect([answer.status, answer.headers['set-cookie']]).toEqual([503, undefined]);
    expect(await whoIs(token)).toEqual({ id: 'alice' });
  });

  test.each([NO_CALLER, 'an ended session'])('with %s is no error', async (who) => {
    const token = await sessionOf('alice');
    if (who !== NO_CALLER) stage.sandbox.reset();

    const { status } = await signOut(who === NO_CALLER ? {} : cookieOf(token));

    expect(status).toBe(200);
  });

  test('by GET is rejected', async () => {
    const answer = await signOut({}, 'GET');

    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
  });
});

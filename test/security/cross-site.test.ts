/** A page of another site cannot use a visitor's session (security D9, D10). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { withoutCost } from '../support/gateway.ts';
import { writesTo } from './am-received.ts';
import { sendRaw, type RawAnswer } from './raw-http.ts';
import { onStage, useStage } from '../support/stage.ts';

const portal = 'https://portal.example.com';
const body = JSON.stringify({
  query: 'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }',
});

const stage = useStage('pingam', {
  env: { CORS_ORIGINS: `${portal}, http://localhost:5173` },
});
let token: string;
let host: string;

beforeEach(async () => {
  ({ host } = new URL(stage.gateway.url));
  token = Object.values(await stage.peer.signIn('alice'))[0] ?? '';
  stage.sandbox.clearReceived();
});

function get(headers: Readonly<Record<string, string>>, method = 'GET'): Promise<RawAnswer> {
  const path = `/graphql?query=${encodeURIComponent('{ me { id: amId } }')}`;
  return sendRaw(stage.gateway.url, { method, path, headers });
}

function call(headers: Readonly<Record<string, string>>): Promise<RawAnswer> {
  return sendRaw(stage.gateway.url, { headers, body });
}

describe('security D9: with a cookie, a call', () => {
  test.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['cross-site with our own origin', { 'sec-fetch-site': 'cross-site', origin: 'own' }],
    ['same-site', { 'sec-fetch-site': 'same-site' }],
    ['same-site with an origin', { 'sec-fetch-site': 'same-site', origin: 'https://x.test' }],
    ['typed by hand', { 'sec-fetch-site': 'none' }],
    ['with an empty site', { 'sec-fetch-site': '' }],
    ['with two sites', { 'sec-fetch-site': 'same-origin, cross-site' }],
    ['from another origin', { origin: 'https://evil.test' }],
    ['from no origin', { origin: 'null' }],
    ['from an origin in disguise', { origin: `${portal}.evil.test` }],
    ['from our portal in plain http', { origin: 'http://portal.example.com' }],
    ['from our portal in capitals', { origin: portal.toUpperCase() }],
    ['from a subdomain of our portal', { origin: 'https://x.portal.example.com' }],
    ['from our host on another port', { origin: 'http://127.0.0.1:1' }],
    ['from our host as a user name', { origin: 'own-as-user' }],
    ['from two origins', { origin: `${portal} https://evil.test` }],
    ['from an empty origin', { origin: '' }],
  ])('%s is refused', async (_label, marks) => {
    const answer = await call({ ...sessionCookie(), ...originOf(marks) });

    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toEqual({
      errors: [
        {
          message: 'A page of another site cannot use this session. Nothing was run.',
          extensions: { code: 'FORBIDDEN', correlationId: expect.any(String) },
        },
      ],
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['same-origin with its origin', { 'sec-fetch-site': 'same-origin', origin: 'own' }],
    ['from our own origin', { origin: 'own' }],
    ['from no browser', {}],
    ['from a listed origin', { origin: portal }],
    ['from a listed origin, cross-site', { origin: portal, 'sec-fetch-site': 'cross-site' }],
    ['from the other listed origin', { origin: 'http://localhost:5173' }],
  ])('%s is served', async (_label, marks) => {
    const answer = await call({ ...sessionCookie(), ...originOf(marks) });

    expect([answer.status, withoutCost(answer.text)]).toEqual([
      200,
      '{"data":{"resetOathDevices":{"outcome":"DONE"}}}',
    ]);
    expect(writesTo(stage.sandbox)).toHaveLength(1);
  });

  test.each([
    ['marked by nothing', {}],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['of plain text', { 'content-type': 'text/plain' }],
    ['with a type that hides JSON', { 'content-type': 'application/json;,text/plain' }],
    ['typed by hand', { 'sec-fetch-site': 'none' }],
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['cross-site, on purpose', { 'sec-fetch-site': 'cross-site', 'x-requested-with': 'x' }],
    ['from another origin, on purpose', { origin: 'https://evil.test', 'x-requested-with': 'x' }],
    ['from no origin, on purpose', { origin: 'null', 'x-requested-with': 'x' }],
    ['from our own origin without a purpose', { origin: 'own' }],
    ['with a cookie named like a purpose', { cookie: 'x-requested-with=1' }],
  ])('by GET or HEAD %s is refused', async (_label, marks) => {
    const headers = { ...originOf(marks), ...withCookie(marks) };
    const answer = await get(headers);
    const head = await get(headers, 'HEAD');

    expect([403, 415]).toContain(answer.status);
    expect(head.status).toBe(answer.status);
    expect(answer.text).not.toContain('alice');
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['with x-requested-with', { 'x-requested-with': 'fetch' }],
    ['with apollo-require-preflight', { 'apollo-require-preflight': 'true' }],
    ['with the type of JSON', { 'content-type': 'application/json' }],
    ['from our own origin, on purpose', { origin: 'own', 'x-requested-with': 'fetch' }],
    ['from a listed origin', { origin: portal }],
    ['from a listed origin, cross-site', { origin: portal, 'sec-fetch-site': 'cross-site' }],
  ])('by GET %s is served', async (_label, marks) => {
    const answer = await get({ ...originOf(marks), ...sessionCookie() });

    expect([answer.status, withoutCost(answer.text)]).toEqual([
      200,
      '{"data":{"me":{"id":"alice"}}}',
    ]);
  });

  test('with the same token in its header is served', async () => {
    const headers = { ...sessionCookie(), ...sessionHeader(), origin: 'https://evil.test' };

    const answer = await call(headers);

    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('security D9: the scheme of our own origin', () => {
  test.each([
    ['http', 'development', 200],
    ['https', 'development', 200],
    ['http', 'production', 403],
    ['https', 'production', 200],
    ['ftp', 'development', 403],
    ['ftp', 'production', 403],
    ['HTTPS', 'production', 403],
  ])('%s in %s: %d', (scheme, NODE_ENV, status) =>
    onStage('pingam', { env: { NODE_ENV } }, async ({ gateway, peer, sandbox }) => {
      const [session = ''] = Object.values(await peer.signIn('alice'));
      sandbox.clearReceived();
      const { host: own } = new URL(gateway.url);
      const headers = { cookie: `${peer.cookieName}=${session}`, origin: `${scheme}://${own}` };

      const posted = await sendRaw(gateway.url, { headers, body });
      const path = `/graphql?query=${encodeURIComponent('{ me { id: amId } }')}`;
      const purposeful = { ...headers, 'x-requested-with': 'x' };
      const gotten = await sendRaw(gateway.url, { method: 'GET', path, headers: purposeful });

      expect([posted.status, gotten.status]).toEqual([status, status]);
      expect(writesTo(sandbox)).toHaveLength(status === 200 ? 1 : 0);
    }),
  );

  test('is part of what a browser calls same-origin, so its word is enough', () =>
    onStage('pingam', { env: { NODE_ENV: 'production' } }, async ({ gateway, peer }) => {
      const [session = ''] = Object.values(await peer.signIn('alice'));
      const { host: own } = new URL(gateway.url);
      const cookie = `${peer.cookieName}=${session}`;
      const headers = { cookie, origin: `http://${own}`, 'sec-fetch-site': 'same-origin' };

      expect((await sendRaw(gateway.url, { headers, body })).status).toBe(200);
    }));
});

describe('security D10: of origins', () => {
  test.each([portal, 'http://localhost:5173'])('%s may call with credentials', async (origin) => {
    for (const send of [call, get]) {
      const answer = await send({ ...sessionHeader(), origin });

      expect(answer.headers['access-control-allow-origin']).toBe(origin);
      expect(answer.headers['access-control-allow-credentials']).toBe('true');
      expect(answer.headers['access-control-expose-headers']).toBe(
        'x-correlation-id, retry-after, ratelimit, www-authenticate',
      );
      expect(answer.headers['vary']).toBe('Origin');
    }
  });

  test.each([
    'https://evil.test',
    'https://portal.example.com.evil.test',
    'https://evilportal.example.com',
    'https://portal.example.com:443',
    'http://portal.example.com',
    'https://PORTAL.example.com',
    'https://portal-example.com',
    'https://portalXexample.com',
    'https://portal.example.com.',
    'https://portal.example.com@evil.test',
    'null',
    '*',
    '',
  ])('"%s" is not answered to', async (origin) => {
    const headers = { origin, 'access-control-request-method': 'POST' };

    const preflight = await sendRaw(stage.gateway.url, { method: 'OPTIONS', headers });
    const answer = await call({ ...sessionHeader(), origin });
    const gotten = await get({ ...sessionHeader(), origin });

    for (const { headers: told } of [preflight, answer, gotten]) {
      expect(told['access-control-allow-origin']).toBeUndefined();
      expect(told['access-control-allow-credentials']).toBeUndefined();
      expect(told['vary']).toBe('Origin');
    }
  });

  test('a listed one may send the session header', async () => {
    const headers = {
      origin: portal,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type, x-evil',
    };

    const preflight = await sendRaw(stage.gateway.url, { method: 'OPTIONS', headers });

    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': portal,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': '600',
      'access-control-allow-headers': `authorization, x-correlation-id, content-type, x-requested-with, apollo-require-preflight, ${stage.peer.cookieName}, traceparent, tracestate, baggage, sentry-trace, apollographql-client-name, apollographql-client-version`,
    });
    expect(stage.sandbox.received()).toEqual([]);
  });
});

function sessionCookie(): { readonly cookie: string } {
  return { cookie: `theme=dark; ${stage.peer.cookieName}=${token}` };
}

/** The session's cookie beside one of a row's own. */
function withCookie(marks: Readonly<Record<string, string>>): { readonly cookie: string } {
  const own = marks['cookie'];
  const { cookie } = sessionCookie();
  return { cookie: own === undefined ? cookie : `${own}; ${cookie}` };
}

function sessionHeader(): Readonly<Record<string, string>> {
  return { [stage.peer.cookieName]: token };
}

/** Puts the gateway's own origin in where a row says so. */
function originOf(marks: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { origin } = marks;
  if (origin === 'own') return { ...marks, origin: `http://${host}` };
  return origin === 'own-as-user' ? { ...marks, origin: `http://${host}@evil.test` } : marks;
}

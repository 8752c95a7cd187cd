/** What ends the sessions of the pages, at every gateway on the store (security A26). */
import { describe, expect, test } from '@jest/globals';
import { createPerson } from '../access/crowd.ts';
import { realmPath } from '../openam/am-rest.ts';
import { Browser } from '../pages/browser.ts';
import { addressBack, ours } from '../pages/oauth-browser.ts';
import { until } from '../reliability/am-traffic.ts';
import type { AccessTokenOptions } from '../../src/sandbox/index.ts';
import { resetIn, resetOfBob, signOutOfBob } from './ended-by-staff.ts';
import { passAnHour, useTwoGateways, type TwoGateways } from './two-gateways.ts';
import { withLists } from '../support/with-lists.ts';

type Claims = NonNullable<AccessTokenOptions['claims']>;
const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };

/** Returns what sends bob's logout token to a gateway; `null` removes a claim. */
function logoutAt(
  both: TwoGateways,
): (claims: Claims, change?: (token: string) => string, at?: 0 | 1) => Promise<number> {
  return async (claims, change = (token) => token, at = 0) => {
    const about = { person: 'bob', client: 'identity-gateway-pages' };
    const token = both.peer.sandbox.mintAccessToken({ ...about, claims: { events, ...claims } });
    const body = new URLSearchParams({ logout_token: change(token) });
    const url = `${both.gateways[at].url}/back-channel-logout`;
    return (await fetch(url, { method: 'POST', body })).status;
  };
}

/** Ends bob's sessions at AM, which sends logout tokens. */
async function endAtAm({ peer, gateways: [, other] }: TwoGateways): Promise<void> {
  peer.sandbox.configure({ backChannelLogoutUrl: `${other.url}/back-channel-logout` });
  await peer.rest.call(`${realmPath('alpha')}/sessions?_action=logoutByUser`, {
    method: 'POST',
    resource: '5.1',
    headers: await peer.signIn('amadmin'),
    json: { username: 'bob' },
  });
}

/** Returns the refresh tokens that AM was asked to revoke and has revoked. */
async function revoked({ peer: { sandbox } }: TwoGateways): Promise<readonly string[]> {
  const asked = sandbox.received().filter(({ path }) => path.endsWith('/token/revoke'));
  const tokens = [
    ...new Set(asked.map(({ body }) => new URLSearchParams(body).get('token') ?? '')),
  ];
  const uses = tokens.map(async (token) => {
    const client = { client_id: 'identity-gateway-pages', client_secret: 'sandbox-password' };
    const grant = { ...client, grant_type: 'refresh_token', refresh_token: token };
    const body = new URLSearchParams(grant);
    return (await fetch(`${sandbox.issuer}/access_token`, { method: 'POST', body })).status;
  });
  const statuses = await Promise.all(uses);
  return tokens.filter((_token, at) => statuses[at] === 400);
}

/** Returns another browser with the cookies of a browser, such as a thief's. */
function copyOf({ cookies }: Browser): Browser {
  const copy = new Browser();
  for (const [name, value] of cookies) copy.cookies.set(name, value);
  return copy;
}

describe.each(['pingam', 'openam'] as const)('at %s', (flavor) => {
  const both = useTwoGateways(flavor);

  test.each([
    ['a reset', resetOfBob],
    ['a sign-out everywhere', signOutOfBob],
  ])('%s by the help desk ends and counts all sessions of the person', async (_what, end) => {
    const bobs = [await both.signIn('bob'), await both.signIn('bob', 1)];
    const alice = await both.signIn('alice');

    const ended = await end(both);

    // OpenAM also counts the two sessions of these sign-ins.
    const sessionsEnded = flavor === 'openam' ? 4 : 2;
    expect(ended).toMatchObject({ outcome: 'DONE', sessionsEnding: 'ENDED', sessionsEnded });
    for (const bob of bobs)
      for (const at of [0, 1] as const) expect(await both.who(bob, at)).toBe('UNAUTHENTICATED');
    expect(await both.who(alice, 0)).toBe('alice');
    expect(await revoked(both)).toHaveLength(2);
  });

  test.each([
    ['a sign-out everywhere', 'goes on', signOutOfBob, 'NOT_DONE', 'bob'],
    // The devices are removed, and the person may have lost them to a thief.
    ['a reset', 'has ended', resetOfBob, 'DONE', 'UNAUTHENTICATED'],
  ])('after %s whose end of sessions AM refuses, the session %s', async (...row) => {
    const [, , end, outcome, now] = row;
    const bob = await both.signIn('bob');
    const effect = { kind: 'status', status: 403, body: { code: 403 } } as const;
    both.peer.sandbox.breakNext({ match: { path: '_action=logoutBy' }, times: Infinity, effect });

    const ended = await end(both);

    expect(ended).toMatchObject({ outcome, sessionsEnding: 'FAILED' });
    expect(await both.who(bob, 0)).toBe(now);
  });

  test.each<[string, (browser: Browser) => Promise<unknown>, string]>([
    ['a fresh sign-in', signInAgain('bob', '?fresh=1'), 'bob'],
    ["another person's sign-in", signInAgain('alice'), 'alice'],
    ['a sign-out', signOut, 'UNAUTHENTICATED'],
  ])('%s ends the session that the browser had before', async (_label, act, now) => {
    const browser = await both.signIn('bob');
    const thief = copyOf(browser);

    await act(browser);

    expect(await both.who(thief)).toBe('UNAUTHENTICATED');
    expect(await both.who(browser)).toBe(now);
    expect(await revoked(both)).toHaveLength(1);
  });

  function signInAgain(name: string, query = ''): (browser: Browser) => Promise<unknown> {
    return async (browser) => {
      const place = { gateway: both.gateways[0], peer: both.peer };
      return browser.get(await addressBack(browser, place, { name, query }));
    };
  }

  function signOut(browser: Browser): Promise<unknown> {
    return browser.post(`${both.gateways[0].url}/sign-out`, ours);
  }
});

describe('in any case', () => {
  const both = useTwoGateways();

  /** Holds AM's answer to the next request for a path. */
  function hold(end: string): { readonly isReceived: Promise<void>; readonly answer: () => void } {
    const [received, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const run = (): Promise<void> => {
      received.resolve();
      return held.promise;
    };
    both.peer.sandbox.breakNext({ match: { path: end }, effect: { kind: 'hook', run } });
    return { isReceived: received.promise, answer: held.resolve };
  }

  test('a session that ends during its renewal leaves no refresh token', async () => {
    both.peer.sandbox.configure({ rotateRefreshTokens: true });
    const bob = await both.signIn('bob');
    await passAnHour(both, () => both.who(bob, 0));
    both.peer.sandbox.clearReceived();
    const [renewal, revocation] = [hold('/access_token'), hold('/token/revoke')];
    const asked = both.who(bob, 0);
    await renewal.isReceived;
    const done = resetOfBob(both);
    await revocation.isReceived;

    renewal.answer();

    expect(await asked).toBe('UNAUTHENTICATED');
    revocation.answer();
    expect(await done).toMatchObject({ sessionsEnding: 'ENDED' });
    // The token before the renewal, and the token that it returned.
    expect(await revoked(both)).toHaveLength(2);
  });

  test('a token that AM does not revoke is reported, and the session has ended', async () => {
    const bob = await both.signIn('bob');
    both.peer.sandbox.breakNext({
      match: { path: 'token/revoke' },
      effect: { kind: 'status', status: 503 },
    });

    expect(await resetOfBob(both)).toMatchObject({ sessionsEnding: 'FAILED', sessionsEnded: null });
    expect(await both.who(bob, 0)).toBe('UNAUTHENTICATED');
  });
});

describe('a logout token', () => {
  const both = useTwoGateways();
  const seconds = (): number => Math.floor(Date.now() / 1000);

  const send = logoutAt(both);

  test('with a subject ends all sessions of the person, once', async () => {
    const bob = await both.signIn('bob');

    expect(await send({ jti: 'one' })).toBe(200);
    expect(await both.who(bob)).toBe('UNAUTHENTICATED');
    expect(await revoked(both)).toHaveLength(1);

    const next = await both.signIn('bob');
    expect(await send({ jti: 'one' }, undefined, 1)).toBe(400);
    expect(await both.who(next)).toBe('bob');
  });

  test.each<[string, number, Claims]>([
    ['for another session', 200, { sid: 'another' }],
    ['for another session without a subject', 200, { sid: 'another', sub: null, subname: null }],
    ['of another person', 200, { sub: '(usr!alice)', subname: 'alice' }],
    ['with a nonce', 400, { nonce: 'n' }],
    ['without events', 400, { events: null }],
    ['with another event', 400, { events: { 'https://example.com/event': {} } }],
    [
      'with an event that is no object',
      400,
      { events: { ...events, [Object.keys(events)[0] ?? '']: 1 } },
    ],
    ['for another client', 400, { aud: 'portal' }],
    ['of an unknown issuer', 400, { iss: 'https://evil.test' }],
    ['from ten minutes ago', 400, { iat: seconds() - 600 }],
    ['from the future', 400, { iat: seconds() + 600 }],
    ['without a time', 400, { iat: null }],
    ['that has expired', 400, { exp: seconds() - 600 }],
    ['without an id', 400, { jti: null }],
    ['for nobody', 400, { sub: null, subname: null }],
    ["of another realm's issuer", 200, { iss: 'beta' }],
    ['with another spelling of the name', 200, { sub: '(usr!BOB)', subname: 'BOB' }],
  ])('%s', async (label, status, claims) => {
    const bob = await both.signIn('bob');
    const issuer = both.peer.sandbox.issuer.replace(/alpha$/, 'beta');

    expect(await send(claims['iss'] === 'beta' ? { iss: issuer } : claims)).toBe(status);

    // Only a token for the same person ends the session.
    const isEnded = label === 'with another spelling of the name';
    expect(await both.who(bob)).toBe(isEnded ? 'UNAUTHENTICATED' : 'bob');
  });

  test.each<[string, (token: string) => string]>([
    ['changed', (token) => `${token.slice(0, -5)}${token.endsWith('A') ? 'BBBBB' : 'AAAAA'}`],
    ['unsigned', (token) => `${encode({ alg: 'none' })}.${token.split('.')[1]}.`],
    ['no token', () => 'none'],
    ['missing', () => ''],
  ])('%s is refused', async (_label, change) => {
    const bob = await both.signIn('bob');

    expect(await send({}, change)).toBe(400);

    expect(await both.who(bob)).toBe('bob');
  });

  test('is sent by POST, and is not larger than 16 KiB', async () => {
    const url = `${both.gateways[0].url}/back-channel-logout`;

    expect((await fetch(url)).status).toBe(405);
    expect(await send({}, () => 'x'.repeat(20_000))).toBe(413);
  });
});

describe('with two realms', () => {
  describe('of one issuer', () => {
    const both = useTwoGateways('pingam', ({ sandbox: { issuer } }) =>
      withLists({ pages: { issuers: ['beta', 'alpha'].map((realm) => ({ realm, issuer })) } }),
    );

    test.each<[string, (both: TwoGateways) => Promise<unknown>]>([
      ['a logout token for the person', (them) => logoutAt(them)({})],
      ['a logout token for the session', endAtAm],
    ])('%s ends their session in either', async (_label, end) => {
      const bob = await both.signIn('bob', 0, '?realm=alpha');

      await end(both);

      await until('the session has ended', async () => (await both.who(bob)) === 'UNAUTHENTICATED');
      expect(await both.who(bob, 0)).toBe('UNAUTHENTICATED');
    });
  });

  describe('if one of them shares its directory', () => {
    const both = useTwoGateways('pingam', () => ({ AM_REALMS: 'alpha,tenant=/,beta' }));

    test.each([
      ['the same directory', 'tenant', 'UNAUTHENTICATED'],
      ['another directory', 'beta', 'bob'],
    ])('a reset through a realm with %s', async (_label, realm, now) => {
      const { peer, gateways } = both;
      const headers = await peer.signIn('amadmin');
      await createPerson(both, { username: 'bob', realm: 'beta', headers });
      const bob = await both.signIn('bob');

      const { data } = await gateways[1].ask(resetIn(realm), headers);

      const done = { outcome: 'DONE', sessionsEnding: 'ENDED' };
      expect(data).toMatchObject({ resetOathDevices: done });
      expect(await both.who(bob, 0)).toBe(now);
    });
  });
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

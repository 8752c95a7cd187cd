/** Sign-in and sign-out by OAuth: the code flow, the cookie, the stored session (security D11). */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openLedger, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import { fieldAt } from '../support/json.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { sendRaw } from '../security/raw-http.ts';
import { Browser } from './browser.ts';
import {
  addressBack,
  asks,
  askWho,
  json,
  oauthEnv,
  ours,
  secret,
  signIn,
  startOAuthGateway,
} from './oauth-browser.ts';

const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'page-sessions-'));

let peer: SandboxPeer;
let ledger: OpenLedger;
let gateway: TestGateway;
let clock: number;

async function open(env: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  ledger = await openLedger(
    { folder, postgres: undefined },
    { now: () => clock, warn: () => undefined },
  );
  const options = { now: () => clock, env: { ...oauthEnv(peer), ...env } };
  return startOAuthGateway(peer, ledger, options);
}

const close = async (): Promise<void> => {
  await gateway.stop();
  await ledger.close();
};

/** Stops the gateway, and starts another one on the same database. */
async function restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
  await close();
  gateway = await open(env);
}

beforeAll(async () => {
  peer = await openSandboxPeer('pingam', { now: () => clock });
});
beforeEach(async () => {
  clock = Date.now();
  peer.sandbox.reset();
  gateway ??= await open();
});
afterAll(async () => {
  await close();
  await peer.close();
});

const toAm = (browser: Browser, name = 'alice', query = ''): Promise<URL> =>
  addressBack(browser, { gateway, peer }, { name, query });

/** Returns a browser with a session. */
const signedIn = (name = 'alice', query = ''): Promise<Browser> =>
  signIn({ gateway, peer }, { name, query });

const whoIs = (browser: Browser, headers?: Readonly<Record<string, string>>): Promise<unknown> =>
  askWho(gateway, browser, headers);

describe('a sign-in', () => {
  test('sets a cookie that scripts and other sites cannot use, and puts no token into the browser', async () => {
    const browser = new Browser();
    const back = await toAm(browser, 'alice', '?return=%2Fhelp-desk%3Fa%3D1%26b%3D2');

    const answer = await browser.get(back);

    expect([answer.status, answer.headers['set-cookie']]).toEqual([
      200,
      [
        expect.stringMatching(/^pages=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
        'pages-sign-in=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
      ],
    ]);
    expect(answer.text).toContain('content="0; url=/help-desk?a=1&#38;b=2"');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await whoIs(browser)).toBe('alice');
    expect(gateway.log.join('')).not.toMatch(new RegExp(browser.cookies.get('pages') ?? 'none'));
    expect(gateway.log.join('')).not.toContain(back.searchParams.get('code'));
  });

  test('continues on this site, so that the browser sends the cookie of an earlier session', async () => {
    const earlier = await signedIn('bob');
    const [browser, cookie] = [new Browser(), earlier.cookies.get('pages') ?? ''];
    const back = await toAm(browser);

    const first = await browser.get(back, { 'sec-fetch-site': 'cross-site' });

    const address = `${back.pathname}${back.search}`.replaceAll('&', '&#38;');
    expect(first.text).toContain(`content="0; url=${address}"`);
    expect(first.headers['set-cookie']).toBeUndefined();
    browser.cookies.set('pages', cookie);
    await browser.get(back, { 'sec-fetch-site': 'same-origin' });
    expect([await whoIs(browser), await whoIs(earlier)]).toEqual(['alice', 'UNAUTHENTICATED']);
  });

  test('and its end are reported like calls to AM', async () => {
    const from = gateway.log.length;
    const told = (): unknown[] =>
      gateway.log
        .slice(from)
        .map((line): unknown => JSON.parse(line))
        .filter((line) => fieldAt(line, 'event') === 'upstream')
        .map((line) => [fieldAt(line, 'template'), fieldAt(line, 'result')].join(' '));

    const browser = await signedIn();
    expect(told()).toContain('oauth2/access_token 200');
    expect(told()).not.toContain('oauth2/token/revoke 200');

    await browser.post(`${gateway.url}/sign-out`, ours);
    expect(told()).toContain('oauth2/token/revoke 200');
  });

  test('uses PKCE, and requests a new sign-in if required', async () => {
    const { headers } = await new Browser().get(`${gateway.url}/sign-in?fresh=1`);

    const asked = Object.fromEntries(new URL(headers.location ?? '').searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: 'identity-gateway-pages',
      code_challenge_method: 'S256',
      redirect_uri: `${gateway.url}/signed-in`,
      prompt: 'login',
      max_age: '60',
    });
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^pages-sign-in=[^;]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(headers['set-cookie']?.[0]).not.toContain(asked['state'] ?? '');
  });

  test.each<[string, (browser: Browser, back: URL) => void]>([
    ['another state', (_browser, back) => back.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (_browser, back) => back.searchParams.delete('state')],
    ['another code', (_browser, back) => back.searchParams.set('code', 'x'.repeat(27))],
    ['no cookie', (browser) => browser.cookies.clear()],
    ['a changed cookie', (browser) => flip(browser, 'pages-sign-in')],
    ['an error of AM', (_browser, back) => back.searchParams.set('error', 'access_denied')],
    ['another issuer', (_browser, back) => back.searchParams.set('iss', 'https://evil.test')],
    ['eleven minutes later', () => void (clock += 11 * minute)],
    ['the time of day set back by half an hour', () => void (clock -= 30 * minute)],
  ])('with %s is rejected', async (_label, change) => {
    const browser = new Browser();
    const back = await toAm(browser);
    change(browser, back);

    const answer = await browser.get(back);

    expect(answer.status).toBe(400);
    expect(browser.cookies.has('pages')).toBe(false);
  });

  test("of another browser is rejected, so that no user gets another user's session", async () => {
    const mine = new Browser();
    await mine.get(`${gateway.url}/sign-in`);

    const answer = await mine.get(await toAm(new Browser(), 'bob'));

    expect([answer.status, await whoIs(mine)]).toEqual([400, 'UNAUTHENTICATED']);
  });

  test('works once', async () => {
    const browser = new Browser();
    const back = await toAm(browser);
    const pending = browser.cookies.get('pages-sign-in') ?? '';
    await browser.get(back);
    const thief = new Browser();
    thief.cookies.set('pages-sign-in', pending);

    const answer = await thief.get(back);

    expect([answer.status, thief.cookies.has('pages')]).toEqual([400, false]);
  });

  test('has its own cookie, whatever the browser had before', async () => {
    const browser = new Browser();
    browser.cookies.set('pages', 'planted'.padEnd(43, 'x'));
    await browser.get(await toAm(browser));
    const first = browser.cookies.get('pages');
    await browser.get(await toAm(browser));

    expect(first).not.toContain('planted');
    expect(browser.cookies.get('pages')).not.toBe(first);
  });
});

test('reads a rotated client secret from its file', async () => {
  const file = join(folder, 'client-secret');
  writeFileSync(file, 'wr0ng');
  await restart({ PAGES_CLIENT_SECRET: '', PAGES_CLIENT_SECRET_FILE: file });
  const refused = new Browser();
  const { status } = await refused.get(await toAm(refused));
  writeFileSync(file, 'sandbox-password\n');

  expect([status, await whoIs(await signedIn())]).toEqual([503, 'alice']);
  expect(gateway.log.join('')).not.toMatch(/wr0ng/);
  await restart();
});

describe('a session', () => {
  test.each([
    ['from another site', { ...json, 'sec-fetch-site': 'cross-site' }],
    [
      'without the header of the pages',
      { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    ],
    [
      'from another origin',
      { 'content-type': 'application/json', 'x-requested-with': 'x', origin: 'https://evil.test' },
    ],
  ])('%s is rejected', async (_label, headers) => {
    const browser = await signedIn();

    expect(await whoIs(browser, headers)).toBe('FORBIDDEN');
  });

  test.each([
    ['goes on for 14 minutes of rest', 14 * minute, 'alice'],
    ['ends after 15 minutes of rest', 15 * minute, 'UNAUTHENTICATED'],
  ])('%s', async (_label, rest, who) => {
    const browser = await signedIn();
    clock += rest;

    expect(await whoIs(browser)).toBe(who);
  });

  test('ends after 8 hours of use; until then its tokens are renewed', async () => {
    const browser = await signedIn();
    const start = clock;
    const seen = new Set<unknown>();

    while (clock + 10 * minute < start + 480 * minute) {
      clock += 10 * minute;
      seen.add(await whoIs(browser));
    }
    clock = start + 480 * minute;

    expect([[...seen], await whoIs(browser)]).toEqual([['alice'], 'UNAUTHENTICATED']);
  });

  test('survives a restart and an additional secret, but not the loss of its own secret', async () => {
    const browser = await signedIn();

    await restart();
    expect(await whoIs(browser)).toBe('alice');
    await restart({ PAGES_SECRET: `another secret of more than 32 bytes,${secret}` });
    expect(await whoIs(browser)).toBe('alice');
    await restart({ PAGES_SECRET: 'another secret of more than 32 bytes' });
    expect(await whoIs(browser)).toBe('UNAUTHENTICATED');
    await restart();
  });

  test('does not exist for an unknown cookie', async () => {
    const browser = await signedIn();
    flip(browser, 'pages');

    expect(await whoIs(browser)).toBe('UNAUTHENTICATED');
  });

  test.each([0, 1])('is rejected with a second cookie of its name at %i', async (place) => {
    const browser = await signedIn();
    const cookies = [`pages=${browser.cookies.get('pages')}`].toSpliced(place, 0, 'pages=planted');

    const headers = { ...json, cookie: cookies.join('; ') };
    const answer = await sendRaw(gateway.url.replace('/graphql', ''), { headers, body: asks });

    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
  });

  test('ends in the gateway and in AM with a sign-out', async () => {
    const browser = await signedIn();
    const stolen = new Browser();
    stolen.cookies.set('pages', browser.cookies.get('pages') ?? '');
    const other = await signedIn('bob');
    peer.sandbox.clearReceived();

    const answer = await browser.post(`${gateway.url}/sign-out`, ours);

    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { location: '/signed-out' }]);
    expect([...browser.cookies.keys()]).toEqual([]);
    expect(await whoIs(stolen)).toBe('UNAUTHENTICATED');
    expect(await whoIs(other)).toBe('bob');
    const paths = peer.sandbox.received().map(({ path }) => path);
    expect(paths.join(' ')).toContain('connect/endSession');
    expect(paths.join(' ')).toContain('token/revoke');
  });
});

/** Changes one character of a cookie. */
function flip(browser: Browser, name: string): void {
  const text = browser.cookies.get(name) ?? '';
  const at = text.length - 5;
  browser.cookies.set(
    name,
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`,
  );
}

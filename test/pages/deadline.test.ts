/**
 * Calls to AM and its issuer end with the page's request, and an unanswered call keeps the session
 * (reliability R1).
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../src/sandbox/index.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { sendRaw } from '../security/raw-http.ts';
import type { Browser } from './browser.ts';
import { askWho, json, oauthEnv, ours, signIn, startOAuthGateway } from './oauth-browser.ts';

const deadlineMs = 2_000;
/** The allowance for a busy machine; less than the deadline of a call. */
const slackMs = 4_000;
const minute = 60_000;
const blackhole: FaultEffect = { kind: 'blackhole' };
const limits = { REQUEST_DEADLINE_MS: `${deadlineMs}`, AM_TIMEOUT_MS: '8000' };

let peer: SandboxPeer;
let ledger: OpenLedger;
let gateway: TestGateway;
let clock: number;

beforeEach(async () => {
  clock = Date.now();
  peer = await openSandboxPeer('pingam', { now: () => clock });
  ledger = await openTestLedger();
});
afterEach(async () => {
  await gateway.stop();
  await ledger.close();
  await peer.close();
});

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  const options = { now: () => clock, env: { ...limits, ...env } };
  gateway = await startOAuthGateway(peer, ledger, options);
}

/** Returns the result of an act, and fails if it does not end in time. */
async function inTime<T>(act: Promise<T>): Promise<T> {
  const begunAt = performance.now();
  const result = await act;
  const tookMs = performance.now() - begunAt;
  expect(tookMs).toBeGreaterThanOrEqual(deadlineMs - 100);
  expect(tookMs).toBeLessThan(deadlineMs + slackMs);
  return result;
}

function breakAll(path: RegExp, effect = blackhole): void {
  peer.sandbox.breakNext({ match: { path }, effect, times: Infinity });
}

describe('by OAuth', () => {
  beforeEach(() => start(oauthEnv(peer)));

  const signedIn = (): Promise<Browser> => signIn({ gateway, peer }, { name: 'alice' });
  const signOut = (browser: Browser): Promise<number> =>
    browser.post(`${gateway.url}/sign-out`, json, '').then(({ status }) => status);

  /** Uses the session for an hour. At its end the token has to be renewed. */
  async function passAnHour(browser: Browser): Promise<void> {
    for (let minutes = 10; minutes < 60; minutes += 10) {
      clock += 10 * minute;
      expect(await askWho(gateway, browser)).toBe('alice');
    }
    clock += 10 * minute;
  }

  test('a sign-in without the issuer’s discovery document', async () => {
    breakAll(/openid-configuration/);

    const { status } = await inTime(sendRaw(gateway.url, { method: 'GET', path: '/sign-in' }));

    expect(status).toBe(503);
  });

  test('a sign-in without an answer to the code', async () => {
    breakAll(/\/access_token/);

    const browser = await inTime(signedIn());

    expect(browser.cookies.get('pages')).toBeUndefined();
  });

  test('a request without a renewed token in time', async () => {
    const browser = await signedIn();
    await passAnHour(browser);
    peer.sandbox.breakNext({ match: { path: /\/access_token/ }, effect: blackhole });

    expect(await inTime(askWho(gateway, browser))).toBe('UPSTREAM_TIMEOUT');
    expect(browser.cookies.get('pages')).toBeDefined();
  });

  test('a sign-out without an answer keeps the session', async () => {
    const browser = await signedIn();
    peer.sandbox.breakNext({ match: { path: /endSession/ }, effect: blackhole });

    expect(await inTime(signOut(browser))).toBe(503);
    expect(await askWho(gateway, browser)).toBe('alice');
  });

  test.each<[string, FaultEffect]>([
    ['a page', { kind: 'status', status: 200, body: '<html>', contentType: 'text/html' }],
    ['half of a JSON', { kind: 'malformed' }],
    ['2 MB', { kind: 'huge', bytes: 2_000_000 }],
    [
      'a page that forbids',
      { kind: 'status', status: 403, body: '<html>', contentType: 'text/html' },
    ],
    ['that it has too much to do', { kind: 'status', status: 429, body: { error: 'slow_down' } }],
    ['500', { kind: 'status', status: 500 }],
  ])('a renewal that is answered with %s does not sign out', async (_label, effect) => {
    const browser = await signedIn();
    await passAnHour(browser);
    peer.sandbox.breakNext({ match: { path: /\/access_token/ }, effect });

    expect(await askWho(gateway, browser)).toMatch(/^UPSTREAM_/);
    expect(await askWho(gateway, browser)).toBe('alice');
  });
});

describe("by AM's session", () => {
  beforeEach(() => start({ AM_COOKIE_NAME: peer.cookieName }));

  test('a sign-out without an answer keeps the cookie', async () => {
    breakAll(/_action=logout/);
    const [[name, token] = []] = Object.entries(await peer.signIn('alice'));
    const headers = { ...ours, cookie: `${name}=${token}` };

    const answer = await inTime(sendRaw(gateway.url, { path: '/sign-out', headers }));

    expect([answer.status, answer.headers['set-cookie']]).toEqual([503, undefined]);
  });
});

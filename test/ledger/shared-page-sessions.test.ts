/** Two gateways share the sessions of the pages: on PostgreSQL each by a connection of its own, as separate processes do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { buildPages } from '../pages/built-pages.ts';
import { askWho, oauthEnv, ours, signIn } from '../pages/oauth-browser.ts';
import { until } from '../reliability/am-traffic.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { createStore, engines } from './stores.ts';
import type { TestStore } from './stores.ts';

const minute = 60_000;
const tokens = { method: 'POST', path: 'access_token' };

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let peer: SandboxPeer;
  let gateways: readonly [TestGateway, TestGateway];

  beforeAll(async () => {
    store = await createStore(engine);
    peer = await openSandboxPeer('pingam', { now: () => store.clock.now });
    const first = await store.open();
    const start = (ledger: OpenLedger): Promise<TestGateway> =>
      startTestGateway(peer, {
        env: oauthEnv(peer),
        now: () => store.clock.now,
        ledger,
        pageSessions: ledger.pageSessions,
        pagesFolder: buildPages(),
      });
    gateways = [
      await start(first),
      // SQLite is one process's.
      await start(engine === 'SQLite' ? first : await store.open()),
    ];
  });
  beforeEach(() => {
    // The library of the pages checks ID tokens by the machine's own clock.
    store.clock.now = Date.now();
    peer.sandbox.reset();
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await store.remove();
    await peer.close();
  });

  /** Uses a session often enough, until its access token is at its end: an hour less some seconds. */
  async function passAnHour(ask: () => Promise<unknown>): Promise<void> {
    for (let times = 0; times < 5; times += 1) {
      store.clock.now += 10 * minute;
      expect(await ask()).toBe('alice');
    }
    store.clock.now += 10 * minute - 10_000;
  }

  const renewals = (): number =>
    peer.sandbox
      .received()
      .filter(({ method, path }) => method === 'POST' && path.includes('access_token')).length;

  test('who signs in at one is known at the other, and signed out of both', async () => {
    const [one, other] = gateways;
    const browser = await signIn({ gateway: one, peer }, { name: 'alice' });

    expect(await askWho(other, browser)).toBe('alice');
    const stolen = browser.cookies.get('pages') ?? '';
    await browser.post(`${other.url}/sign-out`, ours);
    browser.cookies.set('pages', stolen);

    expect(await askWho(one, browser)).toBe('UNAUTHENTICATED');
  });

  test('a refresh token that is good once is used once, and nobody is signed out', async () => {
    peer.sandbox.configure({ rotateRefreshTokens: true });
    const [one, other] = gateways;
    const browser = await signIn({ gateway: one, peer }, { name: 'alice' });

    for (let hours = 0; hours < 2; hours += 1) {
      await passAnHour(() => askWho(one, browser));
      peer.sandbox.clearReceived();
      // Both have asked before one has its answer.
      peer.sandbox.breakNext({
        match: tokens,
        times: Infinity,
        effect: { kind: 'latency', ms: 300 },
      });
      const asked = Array.from({ length: 10 }, (_, at) =>
        askWho(at % 2 === 0 ? one : other, browser),
      );

      expect(new Set(await Promise.all(asked))).toEqual(new Set(['alice']));
      expect(renewals()).toBe(1);
    }
  });

  test('where one cannot ask AM, the other renews', async () => {
    peer.sandbox.configure({ rotateRefreshTokens: true });
    const [one, other] = gateways;
    const browser = await signIn({ gateway: one, peer }, { name: 'alice' });
    await passAnHour(() => askWho(one, browser));
    peer.sandbox.breakNext({ match: tokens, effect: { kind: 'status', status: 503 } });

    expect(await askWho(one, browser)).toBe('UPSTREAM_UNAVAILABLE');

    expect(await askWho(other, browser)).toBe('alice');
    expect(await askWho(one, browser)).toBe('alice');
  });

  test('where one has ended in the middle of it, the other takes its place', async () => {
    const [one, other] = gateways;
    const browser = await signIn({ gateway: one, peer }, { name: 'alice' });
    await passAnHour(() => askWho(one, browser));
    peer.sandbox.clearReceived();
    // Its answer never comes, as for a process that is gone; the other one's clock goes on.
    peer.sandbox.breakNext({ match: tokens, effect: { kind: 'blackhole' } });
    const lost = askWho(one, browser);
    await until('one has asked', () => renewals() === 1);
    const asked = askWho(other, browser);
    store.clock.now += minute;

    expect(await asked).toBe('alice');
    await lost;
  });
});

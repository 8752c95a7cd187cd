/** Two gateways with pages on one store; on PostgreSQL each has its own connections. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/flavor.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Browser } from '../pages/browser.ts';
import { askWho, oauthEnv, signIn, startOAuthGateway } from '../pages/oauth-browser.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { createStore, engine, type TestStore } from './stores.ts';

/** The gateways, their store and their AM. */
export interface TwoGateways {
  readonly store: TestStore;
  readonly peer: SandboxPeer;
  readonly gateways: readonly [TestGateway, TestGateway];
  /** Signs in at a gateway, with a browser of its own. */
  signIn(name: string, at?: 0 | 1, query?: string): Promise<Browser>;
  /** Returns the caller, or the code of the error, that a gateway sees in a browser. */
  who(browser: Browser, at?: 0 | 1): Promise<unknown>;
}

/**
 * Returns the gateways for the tests of a file or block, with further options; `other` are those of
 * the second gateway alone. AM is reset before each test.
 */
export function useTwoGateways(
  flavor: Flavor = 'pingam',
  more: (peer: SandboxPeer) => Environment = () => ({}),
  other: Environment = {},
): TwoGateways {
  const opened: { both?: Omit<TwoGateways, 'signIn' | 'who'> } = {};
  const both = () => {
    if (opened.both === undefined) throw new Error('The gateways open before the first test.');
    return opened.both;
  };
  beforeAll(async () => {
    const store = await createStore();
    const now = (): number => store.clock.now;
    const peer = await openSandboxPeer(flavor, { now });
    const env = { ...oauthEnv(peer), LIMIT_PERSON_CHANGES: 'none', ...more(peer) };
    const start = (ledger: OpenLedger, its: Environment = {}): Promise<TestGateway> =>
      startOAuthGateway(peer, ledger, { now, env: { ...env, ...its } });
    const first = await store.open();
    // A SQLite file belongs to one process.
    const second = engine === 'SQLite' ? first : await store.open();
    opened.both = { store, peer, gateways: [await start(first), await start(second, other)] };
  });
  beforeEach(() => {
    // The OpenID library checks ID tokens by the clock of the machine.
    both().store.clock.now = Date.now();
    both().peer.sandbox.reset();
  });
  afterAll(async () => {
    const { store, peer, gateways } = both();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await store.remove();
    await peer.close();
  });
  return {
    signIn: (name, at = 0, query = '') => {
      const { peer, gateways } = both();
      return signIn({ gateway: gateways[at], peer }, { name, query });
    },
    who: (browser, at = 1) => askWho(both().gateways[at], browser),
    get store() {
      return both().store;
    },
    get peer() {
      return both().peer;
    },
    get gateways() {
      return both().gateways;
    },
  };
}

/** Uses a session until its access token is about to expire. */
export async function passAnHour(
  { store }: TwoGateways,
  ask: () => Promise<unknown>,
): Promise<void> {
  for (let times = 0; times < 5; times += 1) {
    store.clock.now += 600_000;
    await ask();
  }
  store.clock.now += 590_000;
}

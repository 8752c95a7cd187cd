/** Two gateways with pages on one store; on PostgreSQL each has its own connections. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Browser } from '../pages/browser.ts';
import { askWho, oauthEnv, signIn, startOAuthGateway } from '../pages/oauth-browser.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { whenOpen } from '../support/when-open.ts';
import { withLists } from '../support/with-lists.ts';
import { createStore, engine, type TestStore } from './stores.ts';

interface Opened {
  store: TestStore;
  peer: SandboxPeer;
  gateways: readonly [TestGateway, TestGateway];
}

interface Acts {
  /** Signs in at a gateway, with a browser of its own. */
  signIn(name: string, at?: 0 | 1, query?: string): Promise<Browser>;
  /** Returns the caller, or the code of the error, that a gateway sees in a browser. */
  who(browser: Browser, at?: 0 | 1): Promise<unknown>;
}

/** The gateways, their store and their AM. */
export type TwoGateways = Readonly<Opened> & Acts;

/**
 * Returns the gateways for the tests of a file or block, with further options; `other` are those of
 * the second gateway alone. AM is reset before each test.
 */
export function useTwoGateways(
  flavor: Flavor = 'pingam',
  more: (peer: SandboxPeer) => Environment = () => ({}),
  other: Environment = {},
): TwoGateways {
  const opened: Partial<Opened> = {};
  const both: TwoGateways = whenOpen<Opened, Acts>(opened, {
    signIn: (name, at = 0, query = '') =>
      signIn({ gateway: both.gateways[at], peer: both.peer }, { name, query }),
    who: (browser, at = 1) => askWho(both.gateways[at], browser),
  });
  beforeAll(async () => {
    const store = await createStore();
    const now = (): number => store.clock.now;
    const peer = await openSandboxPeer(flavor, { now });
    const env = {
      ...oauthEnv(peer),
      ...withLists({ limits: { personChanges: [] } }),
      ...more(peer),
    };
    const start = (ledger: OpenLedger, its: Environment = {}): Promise<TestGateway> =>
      startOAuthGateway(peer, ledger, { now, env: { ...env, ...its } });
    const first = await store.open();
    // A SQLite file belongs to one process.
    const second = engine === 'SQLite' ? first : await store.open();
    opened.gateways = [await start(first), await start(second, other)];
    Object.assign(opened, { store, peer });
  });
  beforeEach(() => {
    // The OpenID library checks ID tokens by the clock of the machine.
    both.store.clock.now = Date.now();
    both.peer.sandbox.reset();
  });
  afterAll(async () => {
    const { store, peer, gateways } = both;
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await store.remove();
    await peer.close();
  });
  return both;
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

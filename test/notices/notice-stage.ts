/** A gateway that reports changes to any receivers; each test has its own ledger and gateway. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { loadConfig, type Environment } from '../../src/config/load-config.ts';
import { channelsOf } from '../../src/config/channels.ts';
import { createStore, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { resetOf, type ResetRequest } from '../shared-signals/stage.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { whenOpen } from '../support/when-open.ts';
import { asEnvironment, withLists } from '../support/with-lists.ts';

interface Opened {
  peer: SandboxPeer;
  /** The ledger and the gateway are on the clock of the store. */
  store: TestStore;
  ledger: StoredLedger;
  gateway: TestGateway;
  helen: SessionHeader;
}

export interface NoticeStage extends Readonly<Opened> {
  /** Starts the gateway with these options of its channels. */
  start(env: Environment): Promise<TestGateway>;
  /** Stops the gateway, which sends its last traces. */
  stop(): Promise<void>;
  /** Resets a person's devices as helen, and returns the reference number. */
  reset(id: string, more?: Omit<ResetRequest, 'id'>): Promise<string>;
}

/** Opens the stage for a file. `serve` starts receivers for each test; returns their ends. */
export function useNotices(
  serve: () => Promise<readonly (() => Promise<unknown>)[]> = async () => [],
): NoticeStage {
  const opened: Partial<Opened> = {};
  const stage: NoticeStage = whenOpen(opened, {
    start: async (more: Environment) => {
      const env = {
        ...stage.peer.staffEnv(),
        ...withLists({ limits: { personChanges: [] } }),
        ...more,
      };
      const { url, flavor } = stage.peer;
      const channels = channelsOf(
        loadConfig(asEnvironment({ NODE_ENV: 'test', AM_URL: url, AM_FLAVOR: flavor, ...env })),
      );
      opened.ledger = await stage.store.open(channels);
      const { ledger, store } = stage;
      const clocks = { now: () => store.clock.now, elapsed: () => performance.now() };
      opened.gateway = await startTestGateway(stage.peer, { ledger, env, ...clocks });
      return opened.gateway;
    },
    stop: async () => {
      const { gateway } = opened;
      delete opened.gateway;
      await gateway?.stop();
    },
    reset: (id: string, more: Omit<ResetRequest, 'id'> = {}) =>
      resetOf(stage.gateway, stage.helen, { id, ...more }),
  });
  let ends: readonly (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    opened.peer = await openSandboxPeer();
  });
  beforeEach(async () => {
    await stage.peer.restore();
    opened.helen = await stage.peer.signIn('helen');
    opened.store = await createStore();
    opened.store.clock.now = Date.now();
    ends = await serve();
  });
  afterEach(async () => {
    await stage.stop();
    await Promise.all([stage.store.remove(), ...ends.map((end) => end())]);
  });
  afterAll(() => opened.peer?.close());
  return stage;
}

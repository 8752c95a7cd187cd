/**
 * Gateways on one PostgreSQL and one sandbox, each with its own ledger, as separate processes have.
 */
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import type { Ledger } from '../../../src/domain/ledger.ts';
import { demoOf, idsOf, recordOf, storedDevices } from '../../devices/demo-devices.ts';
import type { DemoKind } from '../../devices/demo-devices.ts';
import { writesTo } from '../../security/am-received.ts';
import { codesOf, startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../../support/peer.ts';
import { createStore, type TestStore } from '../stores.ts';

/** A database, an AM, and gateways. */
export interface SharedStage {
  readonly peer: SandboxPeer;
  readonly store: TestStore;
  /** Starts a gateway, without limits unless `env` sets them. `around` can wrap its ledger. */
  start(
    env?: Readonly<Record<string, string>>,
    around?: (ledger: Ledger) => Ledger,
  ): Promise<TestGateway>;
  /** Replaces bob's devices of a kind. */
  plant(demo: DemoKind, ids: readonly string[]): Promise<void>;
  /** The ids of bob's devices of a kind, from AM itself. */
  left(demo: DemoKind): Promise<unknown[]>;
  /** The calls to AM that may have changed devices. */
  deviceWrites(): string[];
  close(): Promise<void>;
}

export const webAuthn = demoOf('WEB_AUTHN');
export const oath = demoOf('OATH');

/** A change by staff that keeps bob's sessions. */
export const toBob = { target: { user: { id: 'bob' } }, endSessions: false };
export const own = { target: { me: true } };

export const removal = `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) {
  outcome isReplayed change { id at } removedDevice { amId } errors { __typename ... on ChangeError { message } } } }`;
export const reset = `mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }`;

/** Opens an AM and a database. */
export async function openSharedStage(): Promise<SharedStage> {
  const [peer, store] = await Promise.all([openSandboxPeer(), createStore('PostgreSQL')]);
  const stops: (() => Promise<void>)[] = [];
  const noLimits = {
    LIMIT_OWN_CHANGES: 'none',
    LIMIT_STAFF_CHANGES: 'none',
    LIMIT_PERSON_CHANGES: 'none',
  };
  return {
    peer,
    store,
    start: async (env = {}, around = (ledger) => ledger) => {
      const parts = { now: Date.now, warn: () => undefined };
      const ledger = await openLedger(store.settings, parts);
      stops.push(() => ledger.close());
      const gateway = await startTestGateway(peer, {
        env: { ...peer.staffEnv(), ...noLimits, ...env },
        ledger: around(ledger),
      });
      stops.push(() => gateway.stop());
      return gateway;
    },
    plant: (demo, ids) =>
      peer.plant('bob', { [demo.attribute]: ids.map((id) => recordOf(demo, id, id)) }),
    left: async (demo) => idsOf((await storedDevices(peer))[demo.kind], demo),
    deviceWrites: () =>
      writesTo(peer.sandbox).filter((call) => /^(?:DELETE|PUT|POST) .*\/devices\//.test(call)),
    close: async () => {
      for (const stop of stops.toReversed()) await stop();
      await store.remove();
      await peer.close();
    },
  };
}

/** Sends a change; returns its outcome, or the codes of its errors. */
export async function outcomeOf(
  gateway: TestGateway,
  [document, as]: readonly [string, SessionHeader],
  input: object,
): Promise<unknown> {
  const answer = await gateway.ask(document, as, { input });
  const [payload] = Object.values(answer.data ?? {});
  return Object(payload).outcome ?? codesOf(answer).join();
}

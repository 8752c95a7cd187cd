/** A gateway with two streams: `siem`, which is polled, and `portal`, which is pushed. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { channelsOf } from '../../src/config/channels.ts';
import { createStore, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { asEnvironment, withLists } from '../support/with-lists.ts';
import { call, discover, newPem, signalEnv } from './stage.ts';
import { verifySet, type AcceptedSet } from './verify-set.ts';

export const pems = [newPem(), newPem()] as const;

/** The parts of the stage. */
export interface StreamStage {
  readonly peer: SandboxPeer;
  readonly store: TestStore;
  readonly ledger: StoredLedger;
  readonly gateway: TestGateway;
}

/** Opens the stage for a file. Before each test a minute passes, and nothing waits for `siem`. */
export function useStreams(take: (stage: StreamStage) => void): void {
  let stage: StreamStage;
  beforeAll(async () => {
    stage = await openStage();
    take(stage);
  });
  beforeEach(async () => {
    stage.store.clock.now += 60_000;
    await stage.ledger.outbox.streams.setState('siem', { status: 'enabled', reason: null });
    await drain(stage.gateway);
  });
  afterAll(async () => {
    await stage.gateway.stop();
    await stage.store.remove();
    await stage.peer.close();
  });
}

async function openStage(): Promise<StreamStage> {
  const peer = await openSandboxPeer('pingam');
  const store = await createStore('SQLite');
  store.clock.now = Date.now();
  const push = 'https://portal.example.com/events?token=x';
  const streams = { siem: {}, portal: { push, events: ['session-revoked'] } };
  const env = {
    ...peer.staffEnv(),
    ...signalEnv(streams, pems.join('\n')),
    ...withLists({ limits: { personChanges: [] } }),
  };
  const config = loadConfig(
    asEnvironment({ NODE_ENV: 'test', AM_URL: peer.url, AM_FLAVOR: peer.flavor, ...env }),
  );
  const ledger = await store.open(channelsOf(config));
  const gateway = await startTestGateway(peer, { ledger, now: () => store.clock.now, env });
  return { peer, store, ledger, gateway };
}

/** Polls as the receiver of `siem` and acknowledges until nothing is left. */
export async function drain(gateway: TestGateway): Promise<AcceptedSet[]> {
  const known = await discover(gateway, 'siem');
  const accepted: AcceptedSet[] = [];
  for (let ack: string[] = []; ;) {
    const body = { returnImmediately: true, ack };
    const answer = await jsonOf(call(gateway, '/ssf/poll/siem', { body }));
    const sets = Object.entries(fieldAt(answer, 'sets') ?? {});
    if (sets.length === 0) return accepted;
    accepted.push(...sets.map(([, token]) => verifySet(String(token), known)));
    ack = sets.map(([jti]) => jti);
  }
}

/** Returns the JSON of an answer. */
export async function jsonOf(answer: Promise<Response>): Promise<unknown> {
  return (await answer).json();
}

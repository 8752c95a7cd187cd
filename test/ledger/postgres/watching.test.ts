/**
 * Two gateways on one PostgreSQL watch for new devices after resets: each look is made once, and no
 * event is raised twice, also if a gateway ends in the middle of a look (G21, G22).
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Look, Watch, Watches } from '../../../src/domain/watch.ts';
import { CountedWatches } from '../../changes/counted-watches.ts';
import { demoOf, recordOf } from '../../devices/demo-devices.ts';
import { until } from '../../reliability/am-traffic.ts';
import { callsTo } from '../../security/am-received.ts';
import { resetOf } from '../../shared-signals/stage.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { createStore, recordsOf, type StoredLedger, type TestStore } from '../stores.ts';

const push = demoOf('PUSH');
let peer: SandboxPeer;
let store: TestStore;
let ledgers: StoredLedger[];
let gateways: TestGateway[];
let counted: CountedWatches[];
let key = 0;
const now = (): number => store.clock.now;

beforeEach(async () => {
  store = await createStore('PostgreSQL');
  peer = await openSandboxPeer('pingam', { now });
  ledgers = [];
  gateways = [];
  counted = [];
});
afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await Promise.all([store.remove(), peer.close()]);
});

/** Starts a gateway with a ledger of its own, as another process has. */
async function start(around: (watches: Watches) => Watches = (watches) => watches): Promise<void> {
  const ledger = await store.open([], [], 86_400_000);
  const watches = new CountedWatches(around(ledger.watches));
  ledgers.push(ledger);
  counted.push(watches);
  const limits = { LIMIT_PERSON_CHANGES: 'none', LIMIT_STAFF_CHANGES: 'none' };
  const env = { ...peer.staffEnv(), ...limits, WATCH_REENROLMENT: 'on' };
  const parts = { ledger: { ...ledger, watches }, now, watchEveryMs: 5, env };
  gateways.push(await startTestGateway(peer, parts));
}

/** Helen resets the phones of a user; returns the reference number. */
async function reset(id = 'bob'): Promise<string> {
  const [gateway] = gateways;
  if (gateway === undefined) throw new Error('No gateway runs.');
  const idempotencyKey = `k${key++}`;
  return resetOf(gateway, await peer.signIn('helen'), { id, kinds: ['PUSH'], idempotencyKey });
}

const plant = (id: string, createdDate = now()): Promise<void> =>
  peer.plant('bob', {
    pushDeviceProfiles: [JSON.stringify({ ...JSON.parse(recordOf(push, id, id)), createdDate })],
  });
const looksAt = (name: string): number =>
  callsTo(peer.sandbox).filter((call) => call.startsWith(`GET users/${name}/devices/2fa/push`))
    .length;
const settled = (): number => counted.reduce((sum, one) => sum + one.settled, 0);
const events = (): unknown[] =>
  store.events
    .filter(({ type }) => type.startsWith('registered'))
    .map(({ type, change }) => [type, change]);

/** Lets some seconds pass, and waits until what is due then was looked at. */
async function pass(seconds: number): Promise<void> {
  store.clock.now += seconds * 1_000;
  await until('nothing is due', async () => {
    const rows = await ledgers[0]?.store.read((db) =>
      db.selectFrom('registration_watch').select('due_at').execute(),
    );
    return rows?.every(({ due_at }) => due_at > now()) === true;
  });
  await until('no look is under way', () => counted.every(({ underWay }) => underWay === 0));
}

async function registrations(): Promise<unknown[]> {
  const [ledger] = ledgers;
  if (ledger === undefined) throw new Error('No ledger is open.');
  const records = await recordsOf(ledger.store);
  return records.filter(({ kind }) => kind === 'registration').map((record) => record.change_id);
}

test('two gateways make each look once', async () => {
  await start();
  await start();
  const names = ['bob', 'alice'];
  for (const name of names) await reset(name);
  const before = names.map(looksAt);
  for (const seconds of [15, 30, 30, 40, 125, 240, 480]) await pass(seconds);

  expect(names.map((name, index) => looksAt(name) - (before[index] ?? 0))).toEqual([7, 7]);
  expect(settled()).toBe(14);
  expect(await registrations()).toEqual([]);
});

test('a gateway that ends before it has settled a look leaves it to the other one', async () => {
  const lost: Watch[] = [];
  await start((watches) => ({
    claim: () => watches.claim(),
    settle: async (watch) => void lost.push(watch),
  }));
  const id = await reset();
  await plant('new-phone', now() + 10_000);
  store.clock.now += 15_000;
  await until('the first gateway has looked', () => lost.length === 1);
  await gateways[0]?.stop();
  await start();
  await pass(59);
  expect(events()).toEqual([]);
  await pass(2);

  expect(events()).toEqual([['registered-at-once', id]]);
  expect(await registrations()).toEqual([id]);
});

test.each<readonly [string, boolean]>([
  ['at once', false],
  ['between two resets', true],
])('a gateway that slept through its look raises no second event: %s', async (_when, isAgain) => {
  const slept: (() => Promise<void>)[] = [];
  await start((watches) => ({
    claim: () => watches.claim(),
    settle: async (watch: Watch, look: Look) => void slept.push(() => watches.settle(watch, look)),
  }));
  const first = await reset();
  await plant('new-phone', now() + 10_000);
  const second = isAgain ? await reset() : first;
  store.clock.now += 15_000;
  await until('the first gateway has looked', () => slept.length > 0);
  await gateways[0]?.stop();
  await start();
  await pass(61);
  await Promise.all(slept.map((settle) => settle()));

  const type = isAgain ? 'registered-between-resets' : 'registered-at-once';
  expect(events()).toEqual([[type, second]]);
  expect(await registrations()).toEqual([first]);
});

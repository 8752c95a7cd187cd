/**
 * An ordinary caller who floods the ledger with every kind of record writes a bounded number of
 * bytes in a minute, and others keep working (security F14).
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoOf, recordOf } from '../devices/demo-devices.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { Store } from '../../src/store/store.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { createStore, recordsOf, verifyAll, type TestStore } from './stores.ts';

/** How often each kind of request is sent in a minute of the ledger's clock. */
const times = Number(process.env['FLOOD'] ?? 40);

let peer: SandboxPeer;
let store: TestStore;
let ledger: OpenLedger & { readonly store: Store };
let gateway: TestGateway;

beforeAll(async () => {
  peer = await openSandboxPeer();
  store = await createStore();
  ledger = await store.open();
  gateway = await startTestGateway(peer, {
    env: peer.staffEnv(),
    ledger,
    now: () => store.clock.now,
  });
});
afterAll(async () => {
  await gateway.stop();
  await store.remove();
  await peer.close();
});

const reason = '📱'.repeat(250);
const reset = (target: string, more = ''): string =>
  `mutation { resetPushDevices(input: { ${target}, reason: "${reason}", ${more} }) { outcome } }`;
const own = 'target: { me: true }';

const floods = [
  (turn: string) => reset(own, `dryRun: true, idempotencyKey: "${turn}"`),
  (turn: string) => reset(`target: { user: { id: "person-${turn}" } }`),
  (turn: string) => reset(own, `expectedDeviceIds: [], idempotencyKey: "${turn}"`),
  () => '{ users(search: "bob") { edges { cursor } } }',
  (turn: string) =>
    `mutation { removeDevice(input: { ${own}, kind: PUSH, deviceId: "${turn}", reason: "${reason}" }) { outcome } }`,
];

/** Sends the flood of one minute. Returns the bytes that it wrote. */
async function floodFor(minute: number, as: SessionHeader): Promise<number> {
  const before = await bytesWritten();
  for (let turn = 0; turn < times; turn += 1) {
    await Promise.all(floods.map((flood) => gateway.ask(flood(`${minute}-${turn}`), as)));
    store.clock.now += 60_000 / times;
  }
  return (await bytesWritten()) - before;
}

async function bytesWritten(): Promise<number> {
  const rows = await recordsOf(ledger.store);
  return rows.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
}

test('dry runs, refusals, searches and changes without effect are bounded', async () => {
  const push = demoOf('PUSH');
  const devices = Array.from({ length: 30 }, (_, number) =>
    recordOf(push, `device-${number}`, '名'.repeat(2_000)),
  );
  await peer.plant('alice', { [push.attribute]: devices });
  const alice = await peer.signIn('alice');

  // The first minute also uses up the changes of an hour.
  expect(await floodFor(1, alice)).toBeLessThan(300_000);
  expect(await floodFor(2, alice)).toBeLessThan(100_000);

  await expectOthersToWork();
  expect((await verifyAll(ledger.store)).broken).toBeNull();
}, 120_000);

async function expectOthersToWork(): Promise<void> {
  const [bob, helen]: SessionHeader[] = await Promise.all([
    peer.signIn('bob'),
    peer.signIn('helen'),
  ]);
  const answers = await Promise.all([
    gateway.ask(reset(own, 'dryRun: true'), bob),
    gateway.ask(reset(own), bob),
    gateway.ask('{ users(search: "carol") { edges { cursor } } }', helen),
    gateway.ask(reset('target: { user: { id: "carol" } }', 'force: true'), helen),
  ]);
  expect(answers.map(codesOf)).toEqual([[], [], [], []]);
}

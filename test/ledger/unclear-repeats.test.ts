/**
 * A retry with the same key after an unknown outcome sends only what is left, if the same devices
 * are registered (R18, R19, R21).
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { demoOf, idsOf, recordOf, storedDevices, type DemoKind } from '../devices/demo-devices.ts';
import { until } from '../reliability/am-traffic.ts';
import { writesTo } from '../security/am-received.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { createStore, recordsOf, type TestStore } from './stores.ts';

const [oath, push, webAuthn] = [demoOf('OATH'), demoOf('PUSH'), demoOf('WEB_AUTHN')];
const several = `mutation ($input: ResetDevicesInput!) { resetDevices(input: $input) {
  isReplayed change { id: reference } results { kind outcome removedDevices { amId } } } }`;
const removal = `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) {
  isReplayed change { id: reference } outcome removedDevice { amId } } }`;

/** An answer of AM's proxy that leaves the outcome unknown. The change is not made. */
const unclear = { kind: 'status', status: 500 } as const;

let peer: SandboxPeer;
let store: TestStore;
let ledger: OpenLedger;
let gateway: TestGateway;
let bob: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  store = await createStore();
  ledger = await store.open();
  gateway = await start(ledger);
  bob = await peer.signIn('bob');
  await plant(oath, ['oath-1']);
  await plant(push, ['push-1']);
  await plant(webAuthn, ['key-1', 'key-2']);
});
afterEach(async () => {
  await gateway.stop();
  await store.remove();
});
afterAll(() => peer?.close());

/** By the ledger's clock: by another, the gateway would settle a change that is in progress. */
const start = (on: Ledger): Promise<TestGateway> =>
  startTestGateway(peer, { env: peer.staffEnv(), ledger: on, now: () => store.clock.now });
const plant = (demo: DemoKind, ids: readonly string[]): Promise<void> =>
  peer.plant('bob', { [demo.attribute]: ids.map((id) => recordOf(demo, id, id)) });
const left = async (demo: DemoKind): Promise<unknown[]> =>
  idsOf((await storedDevices(peer))[demo.kind], demo);
const failNext = (path: string): void =>
  peer.sandbox.breakNext({ match: { path }, effect: unclear });
const writes = (): string[] =>
  writesTo(peer.sandbox)
    .filter((call) => call.includes('/devices/'))
    .map((call) => call.replace(/^(\S+) .*\/devices\/(?:2fa\/)?(\w+).*$/, '$1 $2'));

const input = { target: { me: true }, idempotencyKey: 'a-key' };

/** Resets kinds, always with the same key. */
async function reset(
  ...kinds: string[]
): Promise<{ told: string[]; isReplayed: unknown; sent: string[] }> {
  peer.sandbox.clearReceived();
  const { data } = await gateway.ask(several, bob, { input: { ...input, kinds } });
  const results = listAt(data, 'resetDevices', 'results');
  return {
    told: results.map((one) => {
      const removed = listAt(one, 'removedDevices').map((device) => textAt(device, 'amId'));
      return [textAt(one, 'kind'), textAt(one, 'outcome'), ...removed].join(' ');
    }),
    isReplayed: fieldAt(data, 'resetDevices', 'isReplayed'),
    sent: writes(),
  };
}

describe('a reset of several kinds', () => {
  test('keeps devices that were registered after their kind was reset', async () => {
    failNext('oath?_action=reset');
    expect(await reset('OATH', 'PUSH')).toMatchObject({
      told: ['OATH UNKNOWN', 'PUSH DONE push-1'],
    });
    await plant(push, ['push-2']);

    expect(await reset('OATH', 'PUSH')).toEqual({
      told: ['OATH DONE oath-1', 'PUSH DONE push-1'],
      isReplayed: false,
      sent: ['DELETE oath'],
    });
    expect(await left(push)).toEqual(['push-2']);
  });

  test('sends only the kinds that are left, and then replays that outcome', async () => {
    failNext('push?_action=reset');
    expect(await reset('OATH', 'PUSH')).toMatchObject({
      told: ['OATH DONE oath-1', 'PUSH UNKNOWN'],
    });

    const second = await reset('OATH', 'PUSH');
    const third = await reset('OATH', 'PUSH');

    const told = ['OATH DONE oath-1', 'PUSH DONE push-1'];
    expect(second).toEqual({ told, isReplayed: false, sent: ['DELETE push'] });
    expect(third).toEqual({ told, isReplayed: true, sent: [] });
    const records = await store.bare(recordsOf);
    expect(records.map(({ kind, counted, result }) => [kind, counted, result])).toEqual([
      ['intent', 1, null],
      ['outcome', null, 'UNKNOWN'],
      ['intent', 0, null],
      ['outcome', null, 'DONE'],
    ]);
  });
});

test.each([
  ['the same device', ['oath-1'], 'DONE', ['DELETE oath']],
  ['another device', ['oath-2'], 'UNKNOWN', []],
  ['one more device', ['oath-1', 'oath-2'], 'UNKNOWN', []],
  ['no device', [], 'UNKNOWN', []],
])('of one kind, with %s registered', async (_label, ids, outcome, sent) => {
  failNext('oath?_action=reset');
  await reset('OATH');
  await plant(oath, ids);

  const again = await reset('OATH');

  expect(again).toMatchObject({ isReplayed: outcome === 'UNKNOWN', sent });
  expect(again.told[0]).toContain(`OATH ${outcome}`);
});

test.each([
  ['the same keys', ['key-1', 'key-2'], 'DONE', ['DELETE webauthn']],
  ['the same keys in another order', ['key-2', 'key-1'], 'DONE', ['DELETE webauthn']],
  ['one more key', ['key-1', 'key-2', 'key-3'], 'UNKNOWN', []],
])('a removal of one device, with %s registered', async (_label, ids, outcome, sent) => {
  const remove = async (): Promise<unknown> => {
    peer.sandbox.clearReceived();
    const one = { ...input, kind: 'WEB_AUTHN', deviceId: 'key-1' };
    const { data } = await gateway.ask(removal, bob, { input: one });
    return fieldAt(data, 'removeDevice');
  };
  failNext('webauthn/key-1');
  expect(await remove()).toMatchObject({ outcome: 'UNKNOWN', removedDevice: null });
  await plant(webAuthn, ids);

  const removedDevice = outcome === 'DONE' ? { amId: 'key-1' } : null;
  expect(await remove()).toMatchObject({ outcome, removedDevice });
  expect(writes()).toEqual(sent);
});

test('a repeat that waits does not block changes of the same devices', async () => {
  const ended = Promise.withResolvers<void>();
  let looked = 0;
  const endless: Ledger = {
    ...ledger,
    complete: async (id, outcome) => {
      if (outcome.results[0]?.before?.[0]?.id === 'key-1') await ended.promise;
      return ledger.complete(id, outcome);
    },
    findChange: async (id) => {
      looked += 1;
      return ledger.findChange(id);
    },
  };
  const other = await start(endless);
  const remove = (deviceId: string, idempotencyKey: string) =>
    other.ask(removal, bob, { input: { ...input, idempotencyKey, kind: 'WEB_AUTHN', deviceId } });
  try {
    const first = remove('key-1', 'one');
    await until('it is made', async () => !(await left(webAuthn)).includes('key-1'));
    const repeat = remove('key-1', 'one');
    await until('the repeat waits', () => looked > 0);

    const { data } = await remove('key-2', 'two');

    expect(textAt(data, 'removeDevice', 'outcome')).toBe('DONE');
    ended.resolve();
    const told = await Promise.all([first, repeat]);
    expect(told.map(({ data: one }) => fieldAt(one, 'removeDevice'))).toMatchObject([
      { outcome: 'DONE', isReplayed: false },
      { outcome: 'DONE', isReplayed: true },
    ]);
  } finally {
    ended.resolve();
    await other.stop();
  }
});

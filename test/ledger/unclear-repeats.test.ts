/**
 * What is asked for again under its key after nobody could tell how it ended: what is left of it is sent, while the same
 * devices are there; and one that is under way is waited for in nobody's way (R18, R19, R21).
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { demoOf, idsOf, recordOf, storedDevices } from '../devices/demo-devices.ts';
import type { DemoKind } from '../devices/demo-devices.ts';
import { until } from '../reliability/am-traffic.ts';
import { writesTo } from '../security/am-received.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { createStore, engines, recordsOf } from './stores.ts';
import type { TestStore } from './stores.ts';

const [oath, push, webAuthn] = [demoOf('OATH'), demoOf('PUSH'), demoOf('WEB_AUTHN')];
const several = `mutation ($input: ResetDevicesInput!) { resetDevices(input: $input) {
  replayed change { id } results { kind outcome removedDevices { amId } } } }`;
const removal = `mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) {
  replayed change { id } outcome } }`;

/** An answer of AM's proxy, after which nobody can tell; the change is not made. */
const unclear = { kind: 'status', status: 500 } as const;

describe.each(engines)('on %s', (engine) => {
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
    store = await createStore(engine);
    ledger = await store.open();
    gateway = await startTestGateway(peer, { env: peer.staffEnv(), ledger });
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

  const input = { target: { self: true }, idempotencyKey: 'a-key' };

  /** Asks for a reset of kinds, always under the same key. */
  async function reset(
    ...kinds: string[]
  ): Promise<{ told: unknown[]; replayed: unknown; sent: string[] }> {
    peer.sandbox.clearReceived();
    const { data } = await gateway.ask(several, bob, { input: { ...input, kinds } });
    const results = listAt(data, 'resetDevices', 'results');
    return {
      told: results.map((one) => [
        fieldAt(one, 'kind'),
        fieldAt(one, 'outcome'),
        ...listAt(one, 'removedDevices').map((device) => fieldAt(device, 'amId')),
      ]),
      replayed: fieldAt(data, 'resetDevices', 'replayed'),
      sent: writes(),
    };
  }

  describe('a reset of several kinds', () => {
    test('spares what was registered since in a kind that was done', async () => {
      failNext('oath?_action=reset');
      expect(await reset('OATH', 'PUSH')).toMatchObject({
        told: [
          ['OATH', 'UNKNOWN'],
          ['PUSH', 'DONE', 'push-1'],
        ],
      });
      await plant(push, ['push-2']);

      expect(await reset('OATH', 'PUSH')).toEqual({
        told: [
          ['OATH', 'DONE', 'oath-1'],
          ['PUSH', 'DONE', 'push-1'],
        ],
        replayed: false,
        sent: ['POST oath'],
      });
      expect(await left(push)).toEqual(['push-2']);
    });

    test('sends what is left, though another kind was done before it, and then tells that', async () => {
      failNext('push?_action=reset');
      expect(await reset('OATH', 'PUSH')).toMatchObject({
        told: [
          ['OATH', 'DONE', 'oath-1'],
          ['PUSH', 'UNKNOWN'],
        ],
      });

      const second = await reset('OATH', 'PUSH');
      const third = await reset('OATH', 'PUSH');

      const told = [
        ['OATH', 'DONE', 'oath-1'],
        ['PUSH', 'DONE', 'push-1'],
      ];
      expect(second).toEqual({ told, replayed: false, sent: ['POST push'] });
      expect(third).toEqual({ told, replayed: true, sent: [] });
      const records = await store.bare(recordsOf);
      expect(records.map(({ kind, counted, result }) => [kind, counted, result])).toEqual([
        ['intent', 1, null],
        ['outcome', null, 'UNKNOWN'],
        ['intent', 0, null],
        ['outcome', null, 'DONE'],
      ]);
    });

    test('sends nothing where other devices are there, and tells the first answer', async () => {
      failNext('push?_action=reset');
      await reset('OATH', 'PUSH');
      await plant(push, ['push-1', 'push-2']);

      expect(await reset('OATH', 'PUSH')).toEqual({
        told: [
          ['OATH', 'DONE', 'oath-1'],
          ['PUSH', 'UNKNOWN'],
        ],
        replayed: true,
        sent: [],
      });
      expect(await store.bare(recordsOf)).toHaveLength(2);
    });
  });

  test.each([
    ['the same device', ['oath-1'], 'DONE', ['POST oath']],
    ['another device', ['oath-2'], 'UNKNOWN', []],
    ['one more device', ['oath-1', 'oath-2'], 'UNKNOWN', []],
    ['no device', [], 'UNKNOWN', []],
  ])('of one kind, with %s there', async (_label, ids, outcome, sent) => {
    failNext('oath?_action=reset');
    await reset('OATH');
    await plant(oath, ids);

    const again = await reset('OATH');

    expect(again).toMatchObject({ replayed: outcome === 'UNKNOWN', sent });
    expect(again.told[0]).toEqual(expect.arrayContaining(['OATH', outcome]));
  });

  test.each([
    ['the same keys', ['key-1', 'key-2'], 'DONE', ['DELETE webauthn']],
    ['one more key', ['key-1', 'key-2', 'key-3'], 'UNKNOWN', []],
  ])('a removal of one device, with %s there', async (_label, ids, outcome, sent) => {
    const remove = async (): Promise<unknown> => {
      peer.sandbox.clearReceived();
      const one = { ...input, kind: 'WEB_AUTHN', deviceId: 'key-1' };
      const { data } = await gateway.ask(removal, bob, { input: one });
      return fieldAt(data, 'removeDevice', 'outcome');
    };
    failNext('webauthn/key-1');
    expect(await remove()).toBe('UNKNOWN');
    await plant(webAuthn, ids);

    expect(await remove()).toBe(outcome);
    expect(writes()).toEqual(sent);
  });

  test('whoever waits for a change without an end keeps nobody from the same devices', async () => {
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
    const other = await startTestGateway(peer, { env: peer.staffEnv(), ledger: endless });
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
        { outcome: 'DONE', replayed: false },
        { outcome: 'DONE', replayed: true },
      ]);
    } finally {
      ended.resolve();
      await other.stop();
    }
  });
});

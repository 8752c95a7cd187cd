/**
 * Device lists that come from a replica behind AM's own state, and good answers of a proxy in AM's
 * place, prove nothing (reliability R31, R32).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { demoOf, idsOf, recordOf, storedDevices } from '../devices/demo-devices.ts';
import { writesTo } from '../security/am-received.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { fieldAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { places } from './am-traffic.ts';

let peer: SandboxPeer;
let ledger: OpenLedger;
let gateway: TestGateway;
let bob: SessionHeader;
/** How changes wait before they list again: not at all, except if a test measures time. */
const noPause = (): Promise<void> => Promise.resolve();
let pause: (ms: number) => Promise<unknown> = noPause;

beforeAll(async () => {
  peer = await openSandboxPeer();
});
beforeEach(async () => {
  await peer.restore();
  ledger = await openTestLedger();
  const env = {
    ...peer.staffEnv(),
    ...withLists({ limits: { personChanges: [{ most: 1, within: '1h' }] } }),
  };
  pause = noPause;
  gateway = await startTestGateway(peer, { env, ledger, pause: (ms) => pause(ms) });
  bob = await peer.signIn('bob');
  peer.sandbox.clearReceived();
});
afterEach(async () => {
  await gateway.stop();
  await ledger.close();
});
afterAll(() => peer?.close());

const self = 'target: { me: true }';
const facts = 'outcome errors { code }';
const changes = {
  reset: `resetOathDevices(input: { ${self} }) { ${facts} isVerified }`,
  removal: `removeDevice(input: { ${self}, kind: WEB_AUTHN, deviceId: "${deviceIds.bobWebauthn}" }) { ${facts} }`,
  renaming: `renameDevice(input: { ${self}, kind: PROFILE, deviceId: "${deviceIds.bobProfile}", name: "new" }) { ${facts} }`,
} as const;
type Change = keyof typeof changes;
const writes: Readonly<Record<Change, { readonly method: string; readonly path: RegExp }>> = {
  reset: places.oathReset,
  removal: { method: 'DELETE', path: /webauthn/ },
  renaming: { method: 'PUT', path: /profile/ },
};
const names: readonly Change[] = ['reset', 'removal', 'renaming'];

async function run(change: Change): Promise<unknown> {
  const { data, errors } = await gateway.ask(`mutation { told: ${changes[change]} }`, bob);
  expect(errors).toEqual([]);
  return fieldAt(data, 'told');
}

const done = { outcome: 'DONE', errors: [] };
const unknown = { outcome: 'UNKNOWN', errors: [{ code: 'OUTCOME_UNKNOWN' }] };

/** Longer than any test that does not wait for the list. */
const longMs = 30_000;
function lag(ms: number, times = Infinity): void {
  const match = { method: 'GET', path: /devices\/.*_queryFilter/ };
  peer.sandbox.breakNext({ match, times, effect: { kind: 'lag', ms } });
}

test.each([
  [50, done],
  [1_000, done],
  [2_500, unknown],
])('R31: a list that lags by %i ms', async (ms, wanted) => {
  pause = sleep;
  lag(ms);

  const told = await Promise.all(names.map(run));

  expect(told).toMatchObject(names.map(() => wanted));
  expect(writesTo(peer.sandbox)).toHaveLength(names.length);
});

test('R32: a reset one by one stops at a removal that a proxy answers', async () => {
  const keys = demoOf('WEB_AUTHN');
  await peer.plant('bob', {
    [keys.attribute]: ['key-1', 'key-2'].map((id) => recordOf(keys, id, id)),
  });
  peer.sandbox.breakNext({
    match: writes.removal,
    effect: { kind: 'status', status: 200, body: {} },
  });

  const { data } = await gateway.ask(
    `mutation { resetDevices(input: { ${self}, kinds: [WEB_AUTHN] }) { results { outcome } } }`,
    bob,
  );

  expect(fieldAt(data, 'resetDevices')).toEqual({ results: [{ outcome: 'UNKNOWN' }] });
  expect(writesTo(peer.sandbox).filter((call) => call.startsWith('DELETE'))).toHaveLength(1);
});

test('R31: what no list shows is recorded without proof, counts, and ends sessions', async () => {
  lag(longMs);
  const helen = await peer.signIn('helen');
  const resetBob = (key: string) =>
    gateway.ask(
      `mutation { told: resetPushDevices(input: {
        target: { user: { id: "bob" } }, idempotencyKey: "${key}" }) {
        outcome isVerified removedDevices { amId } sessionsEnding } }`,
      helen,
    );

  const { data } = await resetBob('one');
  const again = await resetBob('two');

  expect(data).toEqual({
    told: { outcome: 'UNKNOWN', isVerified: false, removedDevices: [], sessionsEnding: 'ENDED' },
  });
  const { changes: recorded } = await ledger.history({ realm: 'alpha', refused: false, first: 9 });
  expect(recorded.map(({ outcome }) => outcome)).toMatchObject([
    { outcome: 'UNKNOWN', results: [{ proof: 'NONE' }], sessionsEnding: 'ENDED' },
  ]);
  expect(codesOf(again)).toEqual(['RATE_LIMITED']);
});

describe('a reset after one whose outcome is unknown', () => {
  const [old] = demoOf('PUSH').ids;
  const registerNew = (): Promise<void> =>
    peer.plant('bob', { pushDeviceProfiles: [recordOf(demoOf('PUSH'), 'new-phone', 'new')] });
  const reset = async (key: string, more = ''): Promise<unknown> => {
    const input = `${self}, idempotencyKey: "${key}"${more}`;
    const { data } = await gateway.ask(
      `mutation { told: resetPushDevices(input: { ${input} }) {
        outcome removedDevices { amId } errors { code } } }`,
      bob,
    );
    return fieldAt(data, 'told');
  };
  const sent = (): string[] =>
    writesTo(peer.sandbox)
      .filter((call) => call.includes('/devices/'))
      .map((call) => call.replace(/^(\w+) .*push/, '$1 '));
  const left = async (): Promise<unknown[]> =>
    idsOf((await storedDevices(peer)).PUSH, demoOf('PUSH'));

  test.each([
    ['a new key', 'two'],
    ['its key', 'one'],
  ])('by %s, at an old list, leaves a new phone', async (_label, key) => {
    lag(longMs);
    expect(await reset('one')).toMatchObject({ outcome: 'UNKNOWN' });
    await registerNew();

    const told = await reset(key);

    expect(told).toMatchObject({ outcome: 'UNKNOWN', removedDevices: [] });
    expect(sent()).toEqual(['POST ?_action=reset', `DELETE /${old}`]);
    expect(await left()).toEqual(['new-phone']);
  });

  test('names the devices that it removes, or stops', async () => {
    // The list before, and four after.
    lag(longMs, 5);
    expect(await reset('one')).toMatchObject({ outcome: 'UNKNOWN' });
    await registerNew();

    const stopped = await reset('two');
    const repeated = await reset('three');
    const kept = await left();
    const ids = `, expectedDeviceIds: ["${idOfDevice('bob', 'PUSH', 'new-phone')}"]`;
    const named = await reset('four', ids);

    const changed = { outcome: 'NOT_DONE', errors: [{ code: 'DEVICES_CHANGED' }] };
    expect([stopped, repeated]).toMatchObject([changed, changed]);
    expect(kept).toEqual(['new-phone']);
    expect(named).toEqual({ ...done, removedDevices: [{ amId: 'new-phone' }] });
    expect(sent()).toEqual(['POST ?_action=reset', 'DELETE /new-phone']);
    expect(await left()).toEqual([]);
  });

  test('is a reset as any other once one is clear', async () => {
    lag(longMs, 5);
    await reset('one');
    expect(await reset('two')).toMatchObject({ outcome: 'NOTHING_TO_RESET' });
    await registerNew();

    expect(await reset('three')).toMatchObject({ outcome: 'DONE' });
    expect(sent()).toEqual(['POST ?_action=reset', 'POST ?_action=reset']);
  });
});

test.each([
  ['its list is old', ['key-1', 'key-2', 'new-key'], 'NOT_DONE', ['key-1', 'key-2', 'new-key']],
  ['its list is new', ['key-2', 'new-key'], 'DONE', []],
])('after a reset that removed one key of two, %s', async (_label, listed, outcome, left) => {
  const keys = demoOf('WEB_AUTHN');
  const plant = (ids: readonly string[]): Promise<void> =>
    peer.plant('bob', { [keys.attribute]: ids.map((id) => recordOf(keys, id, id)) });
  const reset = async (key: string): Promise<unknown> => {
    const input = `${self}, kinds: [WEB_AUTHN], idempotencyKey: "${key}"`;
    const told = `mutation { told: resetDevices(input: { ${input} }) { results { outcome } } }`;
    return fieldAt((await gateway.ask(told, bob)).data, 'told');
  };
  await plant(['key-1', 'key-2']);
  const effect = { kind: 'status', status: 403, body: { code: 403 } } as const;
  peer.sandbox.breakNext({ match: { method: 'DELETE', path: '/key-2' }, effect });
  expect(await reset('one')).toEqual({ results: [{ outcome: 'NOT_DONE' }] });
  await plant(listed);

  expect(await reset('two')).toEqual({ results: [{ outcome }] });
  expect(idsOf((await storedDevices(peer)).WEB_AUTHN, keys)).toEqual(left);
});

test('a phone that went with the others at once is named, though no list before had it', async () => {
  pause = sleep;
  const old = { uuid: 'old-phone', deviceName: 'old' };
  const profiles = (...devices: object[]) => ({
    oathDeviceProfiles: devices.map((device) => JSON.stringify(device)),
  });
  await peer.plant('bob', profiles(old));
  const register = async (): Promise<void> => {
    await peer.plant('bob', profiles(old, { uuid: 'new-phone', deviceName: 'new' }));
    await sleep(2_000);
  };
  peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'hook', run: register } });
  // The first list afterwards shows the phone that was there while AM worked, the last one nothing.
  peer.sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => undefined },
  });
  lag(1_200);

  const { data } = await gateway.ask(
    `mutation { told: resetOathDevices(input: { ${self} }) { outcome removedDevices { amId } } }`,
    bob,
  );

  const removedDevices = [{ amId: 'old-phone' }, { amId: 'new-phone' }];
  expect(fieldAt(data, 'told')).toEqual({ outcome: 'DONE', removedDevices });
  const { changes: recorded } = await ledger.history({
    realm: 'alpha',
    target: { id: 'bob' },
    first: 1,
  });
  expect(recorded[0]?.outcome?.results).toMatchObject([
    { before: [{ id: 'old-phone' }, { id: 'new-phone' }], after: [] },
  ]);
});

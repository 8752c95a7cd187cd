/** A dry run answers as the change would, and sends and counts nothing (security F3). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { flavors, kindsOf, storedDevices } from '../devices/demo-devices.ts';
import { writesTo } from '../security/am-received.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { openTestLedger } from '../support/ledger.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';

const remove = `mutation ($input: RemoveDeviceInput!) {
  change: removeDevice(input: $input) { outcome removedDevice { amId } errors { __typename } } }`;
const reset = `mutation ($input: ResetDevicesInput!) {
  change: resetDevices(input: $input) { results { outcome removedDevices { amId } } } }`;

describe.each(flavors)('the dry run of a removal on %s', (flavor) => {
  const stage = useStage(flavor);
  const own = async (input: object): Promise<unknown> => {
    const answer = await stage.gateway.ask(remove, await stage.peer.signIn('bob'), {
      input: { target: { me: true }, dryRun: true, ...input },
    });
    return answer.data?.['change'];
  };

  test.each(kindsOf(flavor))('of $kind names the device and sends nothing', async (demo) => {
    const { kind } = demo;
    const [deviceId] = demo.ids;
    const before = await storedDevices(stage.peer);

    const found = await own({ kind, deviceId });
    const missing = await own({ kind, deviceId: 'another' });

    const removedDevice = { amId: deviceId };
    expect(found).toEqual({ outcome: 'WOULD_REMOVE', removedDevice, errors: [] });
    const errors = [{ __typename: 'RegisteredDeviceNotFound' }];
    expect(missing).toEqual({ outcome: 'NOT_DONE', removedDevice: null, errors });
    expect(writesTo(stage.sandbox)).toEqual([]);
    expect(await storedDevices(stage.peer)).toEqual(before);
  });
});

describe('limits', () => {
  const start = Date.parse('2026-11-25T12:00:00Z');
  let now = start;
  let peer: SandboxPeer;
  let ledger: OpenLedger;
  let gateway: TestGateway;
  const bob = { target: { user: { id: 'bob' } }, reason: 'lost phone', endSessions: false };
  const resetCodes = (as: SessionHeader, more: object = {}) =>
    gateway.ask(reset, as, { input: { ...bob, kinds: ['OATH'], ...more } });
  const limitsSeenBy = async (as: SessionHeader): Promise<unknown> => {
    const can = `reset: callerCan(action: RESET) { isAllowed limits { kind until } }
      push: callerCan(action: RESET, kind: PUSH) { limits { kind } }
      remove: callerCan(action: REMOVE) { limits { kind } }`;
    const answer = await gateway.ask(`{ user(id: "bob") { ${can} } }`, as);
    return answer.data?.['user'];
  };
  let helen: SessionHeader;
  let oscar: SessionHeader;

  beforeEach(async () => {
    now = start;
    peer = await openSandboxPeer();
    ledger = await openTestLedger({ now: () => now });
    const env = { ...peer.staffEnv(), LIMIT_PERSON_CHANGES: '1/24h' };
    gateway = await startTestGateway(peer, { env, ledger, now: () => now });
    [helen, oscar] = await Promise.all([peer.signIn('helen'), peer.signIn('oscar')]);
  });
  afterEach(async () => {
    await gateway.stop();
    await ledger.close();
    await peer.close();
  });

  test('refuse a dry run as they refuse its change, which no dry run uses up', async () => {
    await resetCodes(helen, { dryRun: true });
    await resetCodes(helen, { dryRun: true });
    expect(codesOf(await resetCodes(helen))).toEqual([]);
    now += 60_000;

    const tried = await resetCodes(helen, { dryRun: true });
    const made = await resetCodes(helen);

    expect(codesOf(tried)).toEqual(['RATE_LIMITED']);
    expect(tried.errors).toMatchObject(made.errors.map(({ message }) => ({ message })));
    expect(fieldAt(tried.errors, '0', 'extensions', 'retryAfterSeconds')).toBe(86_340);
    const passed = await resetCodes(oscar, { dryRun: true, overrideLimit: true });
    expect(codesOf(passed)).toEqual([]);
  });

  test('are known before a change, by kind, until they permit it', async () => {
    const none = { reset: { isAllowed: true, limits: [] }, push: { limits: [] } };
    expect(await limitsSeenBy(helen)).toEqual({ ...none, remove: { limits: [] } });
    await resetCodes(helen);
    now += 60_000;

    const until = '2026-11-26T12:00:00.000Z';
    const codes = { isAllowed: true, limits: [{ kind: 'OATH', until }] };
    for (const as of [helen, oscar]) {
      expect(await limitsSeenBy(as)).toMatchObject({ ...none, reset: codes });
    }
    now = Date.parse(until);
    expect(await limitsSeenBy(helen)).toMatchObject(none);
  });

  test('of a person are known for every kind', async () => {
    const own = await peer.signIn('bob');
    const input = { target: { me: true }, kinds: ['OATH'] };
    for (let times = 0; times < 10; times += 1) {
      await gateway.ask(reset, own, { input: { ...input, idempotencyKey: `${times}` } });
    }

    const can = '{ me { callerCan(action: RESET) { limits { kind } } } }';
    const answer = await gateway.ask(can, own);

    const limits = kindsOf('pingam').map(({ kind }) => ({ kind }));
    expect(fieldAt(answer.data, 'me', 'callerCan', 'limits')).toEqual(limits);
  });
});

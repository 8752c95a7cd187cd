/** The lists around a reset decide what is told of it (reliability R17, R21; design D5). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ResetOathDevicesDocument } from '../../packages/client/operations.ts';
import type { ResetOathDevicesMutation } from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { FaultEffect, Sandbox } from '../../src/sandbox/index.ts';
import { codesOf, startTestGateway } from '../support/gateway.ts';
import type { ClientAnswer, TestGateway } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';
import { countAt, places } from './am-traffic.ts';

const html = { contentType: 'text/html', body: '<html><body>Oops</body></html>' };

let peer: SandboxPeer;
let sandbox: Sandbox;
let gateway: TestGateway;
let alice: SessionHeader;

beforeAll(async () => {
  peer = await openSandboxPeer();
  ({ sandbox } = peer);
});
beforeEach(async () => {
  await peer.restore();
  gateway = await startTestGateway(peer, { env: { AM_TIMEOUT_MS: '2000' } });
  alice = await peer.signIn('alice');
});
afterEach(() => gateway.stop());
afterAll(() => peer?.close());

const reset = (): Promise<ClientAnswer<ResetOathDevicesMutation>> =>
  gateway.send(ResetOathDevicesDocument, { input: { target: { self: true } } }, alice);
const done = { outcome: 'DONE', verified: true, errors: [] };
const notDone = { outcome: 'NOT_DONE', verified: false, errors: [{ __typename: 'ChangeNotDone' }] };
const unknown = {
  outcome: 'UNKNOWN',
  verified: false,
  errors: [{ __typename: 'ChangeOutcomeUnknown' }],
};
const aliceHas = (): Promise<readonly string[]> => peer.deviceIds('alice', 'OATH');

describe('the list afterwards', () => {
  test.each<{ readonly label: string; readonly effect: FaultEffect; readonly reads: number }>([
    { label: '503', effect: { kind: 'status', status: 503 }, reads: 2 },
    { label: '500', effect: { kind: 'status', status: 500 }, reads: 1 },
    { label: 'cut', effect: { kind: 'cut', when: 'before' }, reads: 2 },
    { label: 'no answer', effect: { kind: 'blackhole' }, reads: 1 },
    { label: 'half of a JSON', effect: { kind: 'malformed' }, reads: 1 },
    { label: 'an HTML page', effect: { kind: 'status', status: 200, ...html }, reads: 1 },
    { label: '401', effect: { kind: 'status', status: 401 }, reads: 1 },
  ])('that fails by $label leaves the outcome unknown', async ({ effect, reads }) => {
    sandbox.breakNext({ match: places.oathList, effect: { kind: 'hook', run: () => undefined } });
    sandbox.breakNext({ match: places.oathList, effect, times: reads });

    const { data } = await reset();

    expect(data?.resetOathDevices).toMatchObject({ ...unknown, removedDevices: [] });
    expect(countAt(sandbox, places.oathReset)).toBe(1);
    expect(await aliceHas()).toEqual([]);
  });

  test('is what the answer shows, although it was read once', async () => {
    const { data } = await reset();

    expect(data?.resetOathDevices).toMatchObject({ ...done, user: { oathDevices: [] } });
    expect(countAt(sandbox, places.oathList)).toBe(2);
  });
});

describe('the list before', () => {
  test.each<{ readonly label: string; readonly effect: FaultEffect; readonly code: string }>([
    { label: '500', effect: { kind: 'status', status: 500 }, code: 'UPSTREAM_ERROR' },
    { label: '503', effect: { kind: 'status', status: 503 }, code: 'UPSTREAM_UNAVAILABLE' },
    { label: 'no answer', effect: { kind: 'blackhole' }, code: 'UPSTREAM_TIMEOUT' },
    {
      label: 'an HTML page',
      effect: { kind: 'status', status: 200, ...html },
      code: 'UPSTREAM_CONTRACT',
    },
  ])('that fails by $label means that nothing is sent', async ({ effect, code }) => {
    sandbox.breakNext({ match: places.oathList, effect, times: 2 });

    const answer = await reset();

    expect(codesOf(answer)).toEqual([code]);
    expect(countAt(sandbox, places.oathReset)).toBe(0);
    sandbox.reset();
    expect(await aliceHas()).toEqual([deviceIds.aliceOath]);
  });
});

test('a device that comes while the answer is lost stays', async () => {
  const newPhone = { uuid: '00000000-0a70-4000-8000-0000000000aa', deviceName: 'new phone' };
  const enrol = { oathDeviceProfiles: [JSON.stringify(newPhone)] };
  sandbox.breakNext({ match: places.oathList, effect: { kind: 'hook', run: () => undefined } });
  sandbox.breakNext({ match: places.oathReset, effect: { kind: 'cut', when: 'after' } });
  sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => peer.plant('alice', enrol) },
  });

  const { data, errors } = await reset();

  expect(errors).toEqual([]);
  expect(data?.resetOathDevices).toMatchObject({
    ...done,
    removedDevices: [{ id: idOfDevice('alice', 'OATH', deviceIds.aliceOath) }],
    user: { oathDevices: [{ id: idOfDevice('alice', 'OATH', newPhone.uuid) }] },
  });
  expect(countAt(sandbox, places.oathReset)).toBe(1);
  expect(await aliceHas()).toEqual([newPhone.uuid]);
});

test('a reset that AM carried out in part tells both parts', async () => {
  const bob = await peer.signIn('bob');
  const kept = { uuid: deviceIds.bobOathSecond, deviceName: 'kept' };
  const half = { oathDeviceProfiles: [JSON.stringify(kept)] };
  sandbox.breakNext({ match: places.oathList, effect: { kind: 'hook', run: () => undefined } });
  const body = { code: 500, message: 'Internal Server Error' };
  sandbox.breakNext({ match: places.oathReset, effect: { kind: 'status', status: 500, body } });
  sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => peer.plant('bob', half) },
  });

  const { data } = await gateway.send(
    ResetOathDevicesDocument,
    { input: { target: { self: true } } },
    bob,
  );

  expect(data?.resetOathDevices).toMatchObject({
    ...notDone,
    removedDevices: [{ id: idOfDevice('bob', 'OATH', deviceIds.bobOath) }],
    user: { oathDevices: [{ id: idOfDevice('bob', 'OATH', deviceIds.bobOathSecond) }] },
  });
  expect(countAt(sandbox, places.oathReset)).toBe(1);
});

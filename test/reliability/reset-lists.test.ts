/** The lists around a reset decide its report (reliability R17, R21; design D5). */
import { beforeEach, expect, test } from '@jest/globals';
import {
  ResetOathDevicesDocument,
  type ResetOathDevicesMutation,
} from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfDevice } from '../support/global-ids.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';
import { countAt, places } from './am-traffic.ts';

const stage = useStage('pingam', { anew: true, env: { AM_TIMEOUT_MS: '2000' } });
let alice: SessionHeader;

beforeEach(async () => {
  alice = await stage.peer.signIn('alice');
});

const reset = (caller = alice): Promise<ClientAnswer<ResetOathDevicesMutation>> =>
  stage.gateway.send(ResetOathDevicesDocument, { input: { target: { me: true } } }, caller);
const notDone = {
  outcome: 'NOT_DONE',
  isVerified: false,
  errors: [{ __typename: 'ChangeNotDone' }],
};

test('a device without an id that is listed as before is not reported as removed', async () => {
  await stage.peer.plant('alice', {
    oathDeviceProfiles: [JSON.stringify({ deviceName: 'old phone' })],
  });
  const effect = { kind: 'status', status: 200, body: { result: true } } as const;
  stage.sandbox.breakNext({ match: places.oathReset, effect });

  const { data } = await reset();

  expect(data?.resetOathDevices).toMatchObject({
    outcome: 'UNKNOWN',
    isVerified: false,
    removedDevices: [],
  });
});

test('a device that comes while the answer is lost stays', async () => {
  const newPhone = { uuid: '00000000-0a70-4000-8000-0000000000aa', deviceName: 'new phone' };
  const enrol = { oathDeviceProfiles: [JSON.stringify(newPhone)] };
  stage.sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => undefined },
  });
  stage.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'cut', when: 'after' } });
  stage.sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => stage.peer.plant('alice', enrol) },
  });

  const { data, errors } = await reset();

  expect(errors).toEqual([]);
  expect(data?.resetOathDevices).toMatchObject({
    outcome: 'DONE',
    isVerified: true,
    errors: [],
    removedDevices: [{ deviceId: idOfDevice('alice', 'OATH', deviceIds.aliceOath) }],
    devicesByKind: [{ devices: [{ id: idOfDevice('alice', 'OATH', newPhone.uuid) }] }],
  });
  expect(countAt(stage.sandbox, places.oathReset)).toBe(1);
  expect(await stage.peer.deviceIds('alice', 'OATH')).toEqual([newPhone.uuid]);
});

test('a partial reset reports both parts', async () => {
  const bob = await stage.peer.signIn('bob');
  const kept = { uuid: deviceIds.bobOathSecond, deviceName: 'kept' };
  const half = { oathDeviceProfiles: [JSON.stringify(kept)] };
  stage.sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => undefined },
  });
  const body = { code: 500, message: 'Internal Server Error' };
  stage.sandbox.breakNext({
    match: places.oathReset,
    effect: { kind: 'status', status: 500, body },
  });
  stage.sandbox.breakNext({
    match: places.oathList,
    effect: { kind: 'hook', run: () => stage.peer.plant('bob', half) },
  });

  const { data } = await reset(bob);

  expect(data?.resetOathDevices).toMatchObject({
    ...notDone,
    removedDevices: [{ deviceId: idOfDevice('bob', 'OATH', deviceIds.bobOath) }],
    devicesByKind: [{ devices: [{ id: idOfDevice('bob', 'OATH', deviceIds.bobOathSecond) }] }],
  });
  expect(countAt(stage.sandbox, places.oathReset)).toBe(1);
});

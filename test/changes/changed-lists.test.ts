/** A documented change reads only the lists of its own kinds again (design D17). */
import { expect, test } from '@jest/globals';
import {
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
} from '../../packages/client/operations.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();

const phone = { kind: 'OATH', deviceId: deviceIds.aliceOath };

test.each([
  [RemoveDeviceDocument, 'push', 'OATH', 0, phone],
  [ResetDevicesDocument, 'push', 'OATH', 0, { kinds: ['OATH'] }],
  [ResetOathDevicesDocument, 'push', 'OATH', 0, {}],
  [ResetPushDevicesDocument, 'oath', 'PUSH', 0, {}],
  [RenameDeviceDocument, 'push', 'OATH', 1, { ...phone, name: 'New phone' }],
] as const)('%# is done while AM cannot list other devices', async (...row) => {
  const [{ __meta__: document }, down, kind, count, more] = row;
  const alice = await stage.peer.signIn('alice');
  stage.sandbox.breakNext({
    match: { path: `/devices/2fa/${down}` },
    times: Infinity,
    effect: { kind: 'status', status: 500 },
  });

  const input = { target: { me: true }, ...more };
  const { data, errors } = await stage.gateway.ask(document.text, alice, { input });

  const [payload] = Object.values(data ?? {});
  expect(errors).toEqual([]);
  expect(JSON.stringify(payload)).toContain('"outcome":"DONE"');
  expect(fieldAt(payload, 'devicesByKind')).toMatchObject([{ kind }]);
  expect(listAt(payload, 'devicesByKind', '0', 'devices')).toHaveLength(count);
  const [newest] = listAt(payload, 'user', 'history', 'edges');
  expect(fieldAt(newest, 'node', 'id')).toBe(fieldAt(payload, 'change', 'id'));
});

test('a kind that AM cannot list is left out, and its result says why', async () => {
  const bob = await stage.peer.signIn('bob');
  const effect = { kind: 'status', status: 500 } as const;
  stage.sandbox.breakNext({ match: { path: '/devices/2fa/push' }, times: Infinity, effect });

  const input = { target: { me: true }, kinds: ['OATH' as const, 'PUSH' as const] };
  const { data, errors } = await stage.gateway.send(ResetDevicesDocument, { input }, bob);

  expect(errors).toEqual([]);
  expect(data?.resetDevices).toMatchObject({
    devicesByKind: [{ kind: 'OATH', devices: [] }],
    results: [
      { kind: 'OATH', outcome: 'DONE', errors: [] },
      { kind: 'PUSH', outcome: 'NOT_DONE', errors: [{ code: 'NOT_DONE' }] },
    ],
  });
  expect(data?.resetDevices?.devicesByKind).toHaveLength(1);
});

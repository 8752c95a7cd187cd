/** The id of a device names one of the target's own, or the change is refused and nothing is written (security C). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { writesTo } from './am-received.ts';

const bob = idOfPerson('bob');
const bobsPhone = idOfDevice('bob', 'OATH', deviceIds.bobOath);
const alicesPhone = idOfDevice('alice', 'OATH', deviceIds.aliceOath);

let stage: Stage;
let callers: Readonly<Record<string, SessionHeader>>;

beforeAll(async () => {
  stage = await openStage('pingam', { env: everyCallerEnv({ AM_REALMS: 'alpha,beta' }) });
});
beforeEach(async () => {
  stage.restart();
  const { signIn } = stage.peer;
  callers = {
    alice: await signIn('alice'),
    helen: await signIn('helen'),
    oscar: await signIn('oscar'),
    amadmin: await signIn('amadmin'),
  };
  stage.sandbox.clearReceived();
});
afterAll(() => stage?.close());

const twice = ['removeDevice', 'renameDevice'] as const;

/** Devices that are not the target's: whose they are said to be, and what is told. */
const strangers: readonly {
  readonly as: string;
  readonly label: string;
  readonly target: object;
  readonly device: object;
  readonly codes?: readonly string[];
}[] = [
  { as: 'alice', label: 'of bob', target: { self: true }, device: { deviceId: bobsPhone } },
  {
    as: 'alice',
    label: 'of bob, by AM’s id',
    target: { self: true },
    device: { kind: 'OATH', deviceId: deviceIds.bobOath },
  },
  {
    as: 'alice',
    label: 'of bob by the id of an own one',
    target: { self: true },
    device: { deviceId: idOfDevice('bob', 'OATH', deviceIds.aliceOath) },
  },
  {
    as: 'oscar',
    label: 'of alice, for one of bob',
    target: { user: { id: bob } },
    device: { deviceId: alicesPhone },
  },
  {
    as: 'amadmin',
    label: 'of alice, for one of bob',
    target: { user: { id: bob } },
    device: { deviceId: alicesPhone },
  },
  {
    as: 'amadmin',
    label: 'of bob in another realm',
    target: { user: { id: bob } },
    device: { deviceId: idOfDevice('bob', 'OATH', deviceIds.bobOath, 'beta') },
  },
  {
    as: 'alice',
    label: 'of another kind than is said',
    target: { self: true },
    device: { kind: 'PUSH', deviceId: alicesPhone },
  },
  {
    as: 'alice',
    label: 'of another kind by its id',
    target: { self: true },
    device: { deviceId: idOfDevice('alice', 'PUSH', deviceIds.aliceOath) },
  },
  {
    as: 'alice',
    label: 'of nobody’s id',
    target: { self: true },
    device: { deviceId: idOfDevice('alice', 'OATH', 'x') },
  },
  {
    as: 'alice',
    label: 'under the id of a person',
    target: { self: true },
    device: { kind: 'OATH', deviceId: idOfPerson('alice') },
  },
  {
    as: 'alice',
    label: 'tampered with, and a kind',
    target: { self: true },
    device: { kind: 'OATH', deviceId: `${alicesPhone}=` },
  },
  {
    as: 'alice',
    label: 'under the id of a person alone',
    target: { self: true },
    device: { deviceId: idOfPerson('alice') },
    codes: ['BAD_USER_INPUT'],
  },
  {
    as: 'alice',
    label: 'tampered with',
    target: { self: true },
    device: { deviceId: `${alicesPhone}=` },
    codes: ['BAD_USER_INPUT'],
  },
  {
    as: 'alice',
    label: 'by AM’s id alone',
    target: { self: true },
    device: { deviceId: deviceIds.aliceOath },
    codes: ['BAD_USER_INPUT'],
  },
  {
    as: 'alice',
    label: 'with a path for AM’s id',
    target: { self: true },
    device: { deviceId: idOfDevice('alice', 'OATH', '../push') },
    codes: ['BAD_USER_INPUT'],
  },
  {
    as: 'alice',
    label: 'that is broken',
    target: { self: true },
    device: { deviceId: idOfDevice('alice', 'OATH', 0) },
    codes: ['BAD_USER_INPUT'],
  },
  {
    as: 'alice',
    label: 'of bob, and bob',
    target: { user: { id: bob } },
    device: { deviceId: bobsPhone },
    codes: ['FORBIDDEN'],
  },
  {
    as: 'helen',
    label: 'of bob, and bob',
    target: { user: { id: bob } },
    device: { deviceId: bobsPhone },
    codes: ['FORBIDDEN'],
  },
];

describe('the id of a device', () => {
  test.each(twice.flatMap((root) => strangers.map((row) => ({ root, ...row }))))(
    '$label is refused to $as by $root',
    async ({ root, as, target, device, codes }) => {
      const answer = await changeOne(root, as, { target, ...device });

      expect(codesOf(answer)).toEqual(codes ?? []);
      expect(fieldAt(answer.data, root) ?? null).toEqual(
        codes === undefined
          ? { outcome: 'NOT_DONE', errors: [{ __typename: 'DeviceNotFound' }] }
          : null,
      );
      expect(writesTo(stage.sandbox)).toEqual([]);
    },
  );

  test.each([
    { as: 'alice', target: { self: true }, deviceId: alicesPhone },
    { as: 'alice', target: { user: { id: idOfPerson('alice') } }, deviceId: alicesPhone },
    { as: 'oscar', target: { user: { id: bob } }, deviceId: bobsPhone },
    { as: 'oscar', target: { user: { id: 'BOB' } }, deviceId: bobsPhone },
  ])('is taken from $as for $target', async ({ as, target, deviceId }) => {
    const answer = await changeOne('removeDevice', as, { target, deviceId });

    expect(fieldAt(answer.data, 'removeDevice')).toEqual({ outcome: 'DONE', errors: [] });
    expect(writesTo(stage.sandbox)).toHaveLength(1);
  });

  test.each([
    ['AM’s own', deviceIds.aliceOath],
    ['that of a person', idOfPerson('alice')],
    ['that of bob’s', bobsPhone],
    ['one of another kind', idOfDevice('alice', 'PUSH', deviceIds.aliceOath)],
  ])('that a reset expects is none where it is %s', async (_label, id) => {
    const query = `mutation ($ids: [ID!]) { it: resetOathDevices(input: { target: { self: true }, expectedDeviceIds: $ids }) { outcome errors { __typename } } }`;

    const answer = await stage.gateway.ask(query, callers['alice'], { ids: [id] });

    const errors = [{ __typename: 'DevicesChanged' }];
    expect([answer.data, codesOf(answer)]).toEqual([{ it: { outcome: 'NOT_DONE', errors } }, []]);
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

async function changeOne(
  root: (typeof twice)[number],
  as: string,
  input: object,
): Promise<ClientAnswer<unknown>> {
  const type = root === 'removeDevice' ? 'RemoveDeviceInput' : 'RenameDeviceInput';
  const query = `mutation ($input: ${type}!) { ${root}(input: $input) { outcome errors { __typename } } }`;
  const named = root === 'removeDevice' ? input : { ...input, name: 'new' };
  return stage.gateway.ask(query, callers[as], { input: named });
}

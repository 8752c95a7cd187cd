/**
 * The id of a device names one of the target's own, or the change is refused and nothing is written
 * (security C).
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';
import { writesTo } from './am-received.ts';

const bob = idOfPerson('bob');
const bobsPhone = idOfDevice('bob', 'OATH', deviceIds.bobOath);
const alicesPhone = idOfDevice('alice', 'OATH', deviceIds.aliceOath);

const stage = useStage('pingam', { env: everyCallerEnv({ AM_REALMS: 'alpha,beta' }) });
let callers: Readonly<Record<string, SessionHeader>>;

beforeEach(async () => {
  const { signIn } = stage.peer;
  callers = {
    alice: await signIn('alice'),
    helen: await signIn('helen'),
    oscar: await signIn('oscar'),
    amadmin: await signIn('amadmin'),
  };
  stage.sandbox.clearReceived();
});

const twice = ['removeDevice', 'renameDevice'] as const;

const self = { me: true };
const toBob = { user: { id: bob } };
const idOfAlice = (kind: 'OATH' | 'PUSH', id: string | number): object => ({
  deviceId: idOfDevice('alice', kind, id),
});
const { aliceOath, bobOath } = deviceIds;

/** Devices that are not the target's, and their claimed owners. */
const strangers = [
  ['alice', 'of bob', self, { deviceId: bobsPhone }],
  ['alice', 'of bob, by AM’s id', self, { kind: 'OATH', deviceId: bobOath }],
  ['alice', 'of bob, an own one', self, { deviceId: idOfDevice('bob', 'OATH', aliceOath) }],
  ['oscar', 'of alice, for one of bob', toBob, { deviceId: alicesPhone }],
  ['amadmin', 'of alice, for one of bob', toBob, { deviceId: alicesPhone }],
  ['amadmin', 'of beta', toBob, { deviceId: idOfDevice('bob', 'OATH', bobOath, 'beta') }],
  ['alice', 'of another kind than is said', self, { kind: 'PUSH', deviceId: alicesPhone }],
  ['alice', 'of another kind by its id', self, idOfAlice('PUSH', aliceOath)],
  ['alice', 'of nobody’s id', self, idOfAlice('OATH', 'x')],
  ['alice', 'of a person', self, { kind: 'OATH', deviceId: idOfPerson('alice') }],
  ['alice', 'tampered with, and a kind', self, { kind: 'OATH', deviceId: `${alicesPhone}=` }],
] as const;

/** Ids that no device can have, and devices that the caller must not change. */
const refused = [
  ['alice', 'of a person alone', self, { deviceId: idOfPerson('alice') }, 'BAD_USER_INPUT'],
  ['alice', 'tampered with', self, { deviceId: `${alicesPhone}=` }, 'BAD_USER_INPUT'],
  ['alice', 'by AM’s id alone', self, { deviceId: aliceOath }, 'BAD_USER_INPUT'],
  ['alice', 'with a path for AM’s id', self, idOfAlice('OATH', '../push'), 'BAD_USER_INPUT'],
  ['alice', 'that is broken', self, idOfAlice('OATH', 0), 'BAD_USER_INPUT'],
  ['alice', 'of bob, and bob', toBob, { deviceId: bobsPhone }, 'FORBIDDEN'],
  ['helen', 'of bob, and bob', toBob, { deviceId: bobsPhone }, 'FORBIDDEN'],
] as const;

describe.each(twice)('by %s, the id of a device', (root) => {
  test.each(strangers)('for %s %s is not found', async (...[as, , target, device]) => {
    const answer = await changeOne(root, as, { target, ...device });

    const errors = [{ __typename: 'RegisteredDeviceNotFound' }];
    expect(codesOf(answer)).toEqual([]);
    expect(fieldAt(answer.data, root)).toEqual({ outcome: 'NOT_DONE', errors });
    expect(writesTo(stage.sandbox)).toEqual([]);
  });

  test.each(refused)('for %s %s is refused', async (...[as, , target, device, code]) => {
    const answer = await changeOne(root, as, { target, ...device });

    expect(codesOf(answer)).toEqual([code]);
    expect(fieldAt(answer.data, root) ?? null).toBeNull();
    expect(writesTo(stage.sandbox)).toEqual([]);
  });
});

describe('the id of a device', () => {
  test.each([
    { as: 'alice', target: { me: true }, deviceId: alicesPhone },
    { as: 'alice', target: { user: { id: idOfPerson('alice') } }, deviceId: alicesPhone },
    { as: 'oscar', target: { user: { id: bob } }, deviceId: bobsPhone },
    { as: 'oscar', target: { user: { id: 'BOB' } }, deviceId: bobsPhone },
  ])('is taken from $as for $target', async ({ as, target, deviceId }) => {
    const answer = await changeOne('removeDevice', as, { target, deviceId });

    expect(fieldAt(answer.data, 'removeDevice')).toEqual({ outcome: 'DONE', errors: [] });
    expect(writesTo(stage.sandbox)).toHaveLength(1);
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

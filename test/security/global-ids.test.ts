/**
 * A global id names one person or thing: what is tampered with, of elsewhere or of a device is
 * refused before AM is called. The id of a device names one of the target's own, or nothing is
 * written (security C).
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';
import { writesTo } from './am-received.ts';

const bob = idOfPerson('bob');
const bobsPhone = idOfDevice('bob', 'OATH', deviceIds.bobOath);

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

/** Where a person is named. */
const toPeople: Readonly<
  Record<string, readonly [query: string, variables: (id: string) => object]>
> = {
  user: ['query ($id: ID!) { user(id: $id) { amId } }', (id) => ({ id })],
  node: ['query ($id: ID!) { node(id: $id) { id } }', (id) => ({ id })],
  _entities: [
    'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }',
    (id) => ({ of: [{ __typename: 'User', id }] }),
  ],
  resetOathDevices: [
    'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome } }',
    (id) => ({ input: { target: { user: { id } }, force: true } }),
  ],
  removeDevice: [
    'mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome } }',
    (id) => ({ input: { target: { user: { id } }, deviceId: bobsPhone } }),
  ],
};
const roots = Object.keys(toPeople);

/** Ids that name no user, wherever they are used. */
const nobodies = [
  ['of a realm that is not served', idOfPerson('bob', 'gamma')],
  ['of a realm in other letters', idOfPerson('bob', 'Alpha')],
  ['with padding', `${bob}=`],
  ['with bits that say nothing', bob.replace(/.$/, 'X')],
  ['with a blank', `User=${Buffer.from('["alpha", "bob"]').toString('base64url')}`],
  ['of the parent of a path', idOfPerson('..')],
  ['of a global id within', idOfPerson(bob)],
] as const;

describe('the id of a person', () => {
  test.each(roots.flatMap((root) => nobodies.map(([label, id]) => ({ root, label, id }))))(
    '$label is refused by $root before AM is called',
    async ({ root, id }) => {
      const [query = '', variables] = toPeople[root] ?? [];
      for (const as of [callers['alice'], callers['amadmin']]) {
        const answer = await stage.gateway.ask(query, as, variables?.(id));

        expect([told(answer, root), codesOf(answer)]).toEqual([null, ['BAD_USER_INPUT']]);
      }
      expect(stage.sandbox.received()).toEqual([]);
    },
  );

  // A device has an owner, but is not a user.
  test.each(roots.filter((root) => root !== 'node'))(
    'is not that of a device for %s',
    async (root) => {
      const [query = '', variables] = toPeople[root] ?? [];

      const answer = await stage.gateway.ask(query, callers['oscar'], variables?.(bobsPhone));

      expect([told(answer, root), codesOf(answer)]).toEqual([null, ['BAD_USER_INPUT']]);
      expect(stage.sandbox.received()).toEqual([]);
    },
  );

  test.each([
    ['a look', 'query ($id: ID!) { it: user(id: $id, realm: "beta") { amId } }', ['realm']],
    [
      'a reset',
      'mutation ($id: ID!) { it: resetOathDevices(input: { target: { user: { id: $id, realm: "beta" } } }) { outcome } }',
      ['input', 'target', 'user', 'realm'],
    ],
  ])('of another realm than is said is refused to %s', async (_label, query, path) => {
    const answer = await stage.gateway.ask(query, callers['amadmin'], { id: bob });

    expect([answer.data, codesOf(answer)]).toEqual([{ it: null }, ['BAD_USER_INPUT']]);
    expect(answer.errors[0]?.extensions['path']).toEqual(path);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

describe('node', () => {
  const query = 'query ($id: ID!) { node(id: $id) { id } }';

  test.each([
    ['a device that is gone', idOfDevice('bob', 'OATH', 'gone')],
    ['a person that is gone', idOfPerson('gone')],
    ['a device under another kind', idOfDevice('bob', 'PUSH', deviceIds.bobOath)],
  ])('is null for %s', async (_label, id) => {
    const answer = await stage.gateway.ask(query, callers['oscar'], { id });

    expect([answer.data, codesOf(answer)]).toEqual([{ node: null }, []]);
  });

  test.each(['bob', deviceIds.bobOath, ''])('takes no id of AM: "%s"', async (id) => {
    const answer = await stage.gateway.ask(query, callers['amadmin'], { id });

    expect([answer.data, codesOf(answer)]).toEqual([{ node: null }, ['BAD_USER_INPUT']]);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

/** What the root field says; of entities, what the first is. */
function told({ data }: Pick<ClientAnswer<unknown>, 'data'>, root: string): unknown {
  return root === '_entities' ? listAt(data, root)[0] : (fieldAt(data, root) ?? null);
}

const alicesPhone = idOfDevice('alice', 'OATH', deviceIds.aliceOath);
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

    const errors = [{ code: 'DEVICE_NOT_FOUND' }];
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

async function changeOne(
  root: (typeof twice)[number],
  as: string,
  input: object,
): Promise<ClientAnswer<unknown>> {
  const type = root === 'removeDevice' ? 'RemoveDeviceInput' : 'RenameDeviceInput';
  const query = `mutation ($input: ${type}!) { ${root}(input: $input) { outcome errors { code } } }`;
  const named = root === 'removeDevice' ? input : { ...input, name: 'new' };
  return stage.gateway.ask(query, callers[as], { input: named });
}

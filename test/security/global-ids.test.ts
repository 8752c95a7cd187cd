/**
 * A global id names one person or thing: what is tampered with, of elsewhere or of a device is
 * refused before AM is called (security C).
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt, listAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, useStage } from '../support/stage.ts';

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
    'mutation ($input: ResetOathDevicesInput!) { resetOathDevices(input: $input) { outcome } }',
    (id) => ({ input: { target: { user: { id } }, force: true } }),
  ],
  removeDevice: [
    'mutation ($input: RemoveDeviceInput!) { removeDevice(input: $input) { outcome } }',
    (id) => ({ input: { target: { user: { id } }, deviceId: bobsPhone } }),
  ],
};
const roots = Object.keys(toPeople);

function encoded(type: string, ...parts: readonly unknown[]): string {
  return `${type}=${Buffer.from(JSON.stringify(parts)).toString('base64url')}`;
}

/** Ids that name no user, wherever they are used. */
const nobodies = [
  ['of a realm that is not served', idOfPerson('bob', 'gamma')],
  ['of a realm in other letters', idOfPerson('bob', 'Alpha')],
  ['of a path for a realm', idOfPerson('bob', '/alpha')],
  ['with padding', `${bob}=`],
  ['with bits that say nothing', bob.replace(/.$/, 'X')],
  ['with a part more', encoded('User', 'alpha', 'bob', 'x')],
  ['with a blank', `User=${Buffer.from('["alpha", "bob"]').toString('base64url')}`],
  ['with the type in other letters', encoded('user', 'alpha', 'bob')],
  ['that is cut', bob.slice(0, -2)],
  ['of the parent of a path', idOfPerson('..')],
  ['of somebody else by a path', idOfPerson('alice/../bob')],
  ['of everybody', idOfPerson('*')],
  ['of a global id within', idOfPerson(bob)],
] as const;

describe('the id of a person', () => {
  test.each(roots.flatMap((root) => nobodies.map(([label, id]) => ({ root, label, id }))))(
    '$label is refused by $root before AM is called',
    async ({ root, id }) => {
      const [query = '', variables] = toPeople[root] ?? [];
      for (const as of Object.values(callers)) {
        const answer = await stage.gateway.ask(query, as, variables?.(id));

        expect([told(answer, root), codesOf(answer)]).toEqual([null, ['BAD_USER_INPUT']]);
      }
      expect(stage.sandbox.received()).toEqual([]);
    },
  );

  test.each(roots)('is taken by %s', async (root) => {
    const [query = '', variables] = toPeople[root] ?? [];

    const answer = await stage.gateway.ask(query, callers['oscar'], variables?.(bob));

    expect([codesOf(answer), told(answer, root)]).toEqual([[], expect.anything()]);
  });

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
    ['a look', 'query ($id: ID!) { it: user(id: $id, realm: "beta") { amId } }'],
    [
      'a reset',
      'mutation ($id: ID!) { it: resetOathDevices(input: { target: { user: { id: $id, realm: "beta" } } }) { outcome } }',
    ],
  ])('of another realm than is said is refused to %s', async (_label, query) => {
    const answer = await stage.gateway.ask(query, callers['amadmin'], { id: bob });

    expect([answer.data, codesOf(answer)]).toEqual([{ it: null }, ['BAD_USER_INPUT']]);
    expect(answer.errors[0]?.extensions['argument']).toBe('realm');
    expect(stage.sandbox.received()).toEqual([]);
  });
});

describe('node', () => {
  const query =
    'query ($id: ID!) { node(id: $id) { __typename id ... on ProfileDevice { data { platform } } } }';
  const profile = idOfDevice('bob', 'PROFILE', deviceIds.bobProfile);

  test('shows the personal data of a device to no help desk', async () => {
    const byHelen = await stage.gateway.ask(query, callers['helen'], { id: profile });
    const byOscar = await stage.gateway.ask(query, callers['oscar'], { id: profile });

    const node = { __typename: 'ProfileDevice', id: profile };
    expect([byHelen.data, codesOf(byHelen)]).toEqual([
      { node: { ...node, data: null } },
      ['FORBIDDEN'],
    ]);
    expect([codesOf(byOscar), fieldAt(byOscar.data, 'node', 'data', 'platform')]).toEqual([
      [],
      expect.any(String),
    ]);
  });

  test.each([
    ['a device that is gone', idOfDevice('bob', 'OATH', 'gone')],
    ['a person that is gone', idOfPerson('gone')],
    ['a device of a person that is gone', idOfDevice('gone', 'OATH', deviceIds.bobOath)],
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

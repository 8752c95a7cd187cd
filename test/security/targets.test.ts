/**
 * A change without a target, or with half of one, is refused and nothing is sent: never is it the
 * caller's (security A23).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { getNamedType, isInputObjectType } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { writesTo } from './am-received.ts';

/**
 * Every mutation, with what it takes beside its target; each would change something of its
 * caller's.
 */
const changes = {
  resetOathDevices: { force: true },
  resetPushDevices: { force: true },
  resetDevices: { kinds: ['OATH', 'PUSH'], force: true },
  removeDevice: { kind: 'OATH', deviceId: deviceIds.aliceOath },
  renameDevice: { kind: 'WEB_AUTHN', deviceId: deviceIds.bobWebauthn, name: 'new' },
  endDeviceOwnerSessions: {},
};
const mutations = Object.entries(changes);

/** The type of the input of each mutation with a target; a request needs another user. */
const inputs = Object.fromEntries(
  Object.values((await createSchema()).getMutationType()?.getFields() ?? {}).flatMap(
    ({ name, args: [input] }) => {
      const type = getNamedType(input?.type);
      const hasTarget = isInputObjectType(type) && 'target' in type.getFields();
      return hasTarget && name !== 'requestDeviceChange' ? [[name, type.name]] : [];
    },
  ),
);

/** Invalid targets, as a program sends them: its JSON leaves out undefined members. */
const noTargets: readonly (readonly [label: string, input: object])[] = [
  ['no target', {}],
  ['an undefined target', { target: undefined }],
  ['null', { target: null }],
  ['an empty one', { target: {} }],
  ['a person that is null', { target: { user: null } }],
  ['an id that is null', { target: { user: { id: null } } }],
  ['an empty id', { target: { user: { id: '' } } }],
  ['a realm alone', { target: { user: { realm: 'alpha' } } }],
  ['me that is null', { target: { me: null } }],
  ['me that is false', { target: { me: false } }],
  ['both members', { target: { me: true, user: { id: 'bob' } } }],
  ['false and a person', { target: { me: false, user: { id: 'bob' } } }],
  ['me, and null for a person', { target: { me: true, user: null } }],
  ['a list of targets', { target: [{ me: true }, { user: { id: 'bob' } }] }],
  ['the members of former versions', { userId: 'bob', realm: 'alpha' }],
];

/** Variables within a target; they are not given. */
const variables: readonly (readonly [declared: string, target: string])[] = [
  ['$target: DeviceChangeTarget!', '$target'],
  ['$target: DeviceChangeTarget', '$target'],
  ['$user: DeviceOwnerInput!', '{ user: $user }'],
  ['$user: DeviceOwnerInput', '{ user: $user }'],
  ['$id: ID!', '{ user: { id: $id } }'],
  ['$id: ID', '{ user: { id: $id } }'],
  ['$me: Boolean!', '{ me: $me }'],
  ['$me: Boolean', '{ me: $me }'],
  ['$me: Boolean = false', '{ me: $me }'],
  ['$me: Boolean! = false', '{ me: $me }'],
  ['$user: DeviceOwnerInput', '{ me: true, user: $user }'],
  ['$me: Boolean', '{ me: $me, user: { id: "bob" } }'],
];

let stage: Stage;
let callers: readonly SessionHeader[];

beforeAll(async () => {
  stage = await openStage('pingam', { env: everyCallerEnv() });
  const { signIn } = stage.peer;
  callers = [await signIn('alice'), await signIn('amadmin')];
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

test('every mutation with a target is here', () => {
  expect(Object.keys(changes).toSorted()).toEqual(Object.keys(inputs).toSorted());
});

test('a false says what to do', async () => {
  const [as] = callers;
  const query = 'mutation { resetOathDevices(input: { target: { me: false } }) { outcome } }';

  const { errors } = await stage.gateway.ask(query, as);

  expect(errors).toMatchObject([
    {
      message: 'Set `me` to true to act on your own account, or name a person.',
      extensions: { code: 'BAD_USER_INPUT', path: ['input', 'target', 'me'] },
    },
  ]);
});

describe.each(mutations)('%s', (mutation, more) => {
  const byVariable = `mutation ($input: ${inputs[mutation]}!) { ${mutation}(input: $input) { __typename } }`;
  const written = (target: string): string =>
    `${mutation}(input: { ${literal({ ...more }).slice(1, -1)}, ${target} }) { __typename }`;

  test.each(noTargets)('with %s is refused', async (_label, input) => {
    const { target, ...others } = { target: undefined, ...input };
    const parts = Object.entries({ target, ...others }).filter(([, value]) => value !== undefined);
    const literals = parts.map(([name, value]) => `${name}: ${literal(value)}`).join(', ');

    for (const as of callers) {
      const answers = [
        await stage.gateway.ask(byVariable, as, { input: { ...more, ...input } }),
        await stage.gateway.ask(`mutation { ${written(literals)} }`, as),
      ];
      expect(answers.map(({ data }) => Object.values(data ?? {})[0] ?? null)).toEqual([null, null]);
      expect(
        answers.map((answer) => codesOf(answer).filter((code) => !refusals.has(code))),
      ).toEqual([[], []]);
      expect(answers.map((answer) => codesOf(answer).length > 0)).toEqual([true, true]);
    }
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each(variables)(
    'whose variable is not given, %s in %s, is refused',
    async (declared, target) => {
      for (const as of callers) {
        const query = `mutation (${declared}) { ${written(`target: ${target}`)} }`;
        const answer = await stage.gateway.ask(query, as);

        expect(Object.values(answer.data ?? {})[0] ?? null).toBeNull();
        expect(refusals).toContain(codesOf(answer)[0]);
      }
      expect(stage.sandbox.received()).toEqual([]);
    },
  );

  test('with one target is done', async () => {
    stage.restart();
    const as = await stage.peer.signIn(mutation === 'renameDevice' ? 'bob' : 'alice');
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(`mutation { ${written('target: { me: true }')} }`, as);

    expect(codesOf(answer)).toEqual([]);
    // PingAM cannot spare the own session, so no session ends.
    const writes = { resetDevices: 2, endDeviceOwnerSessions: 0 }[mutation] ?? 1;
    expect(writesTo(stage.sandbox)).toHaveLength(writes);
  });
});

const refusals = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);

/** A value as GraphQL writes it; capitals are names of an enum. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' && /^[A-Z_]+$/.test(value) ? value : JSON.stringify(value);
  }
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${members.map(([name, one]) => `${name}: ${literal(one)}`).join(', ')}}`;
}

/** With `FEDERATION=people` the gateway serves the published subgraph without fields for staff. */
import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { buildASTSchema, getNamedType, isInputObjectType, isObjectType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { isLeftOut } from '../../src/graph/federation/without-staff.ts';
import { writesTo } from '../access/received.ts';
import { Stages } from '../access/stages.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt } from '../support/json.ts';
import { problemsOf } from '../unit/config/problems.ts';
import { compose, portals } from './composed.ts';

const stages = new Stages();
afterAll(() => stages.close());

const env = { FEDERATION: 'people', PAGES: 'off' };
const published = (): Promise<string> => readFile('schema/subgraph-people.graphql', 'utf8');

test('the served subgraph is the published one', async () => {
  const { data } = await (await stages.with(env)).gateway.ask('{ _service { sdl } }');

  expect(fieldAt(data, '_service', 'sdl')).toBe(await published());
});

test.each(portals)('it composes with a portal that knows the key %s', async (_key, file) => {
  expect(compose(await published(), await readFile(file, 'utf8')).problems).toEqual([]);
});

test('it has no field and no type for staff', async () => {
  const types = Object.values(
    buildASTSchema(parse(await published()), { assumeValidSDL: true }).getTypeMap(),
  );
  const objects = types.filter(isObjectType);
  const tagged = objects.filter(
    (type) => isLeftOut(type) || Object.values(type.getFields()).some(isLeftOut),
  );

  expect(objects.length).toBeGreaterThan(20);
  expect(tagged.map(({ name }) => name)).toEqual([]);
});

const whole = await createSchema();
const people = await createSchema({ isForPeople: true });

describe('a field for staff is refused, to every caller', () => {
  const roots = [whole.getQueryType(), whole.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter(isLeftOut)
      .map(({ name }) => [root?.name === 'Query' ? 'query' : 'mutation', name] as const),
  );

  test.each(roots)('%s %s', async (operation, name) => {
    const { gateway, peer, sandbox } = await stages.with(env);
    const as = await peer.signIn('amadmin');
    sandbox.clearReceived();

    const answer = await gateway.ask(`${operation} { ${name} { __typename } }`, as);

    expect(codesOf(answer)).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(answer.text).toContain(`Cannot query field \\"${name}\\"`);
    expect(sandbox.received()).toEqual([]);
  });
});

describe('an operation names no other account', () => {
  const other = 'target: { user: { id: "bob" } }';
  const own = 'target: { me: true }';
  const verification = 'verification: { method: "call-back", at: "2026-12-01T09:00:00Z" }';

  test.each([
    ['a target', `mutation { resetOathDevices(input: { ${other} }) { outcome } }`],
    [
      'a limit',
      `mutation { removeDevice(input: { ${own}, deviceId: "a", overrideLimit: true }) { outcome } }`,
    ],
    ['a proof', `mutation { resetPushDevices(input: { ${own}, proofId: "a" }) { outcome } }`],
    [
      'a verification',
      `mutation { resetPushDevices(input: { ${own}, ${verification} }) { outcome } }`,
    ],
    ['a user', '{ user(id: "bob") { id } }'],
    ['a realm', '{ realmThreatLevel(realm: "beta") { level } }'],
  ])('by %s, to every caller', async (_what, query) => {
    const { gateway, peer, sandbox } = await stages.with(env);
    for (const name of ['bob', 'helen', 'oscar', 'amadmin']) {
      const as = await peer.signIn(name);
      sandbox.clearReceived();

      expect(codesOf(await gateway.ask(query, as))).toContain('GRAPHQL_VALIDATION_FAILED');
      expect(sandbox.received()).toEqual([]);
    }
  });

  test('and each mutation acts on the account of its caller, whatever their role', async () => {
    const mutations = Object.keys(people.getMutationType()?.getFields() ?? {});
    const target = people.getType('DeviceChangeTarget');

    expect(isInputObjectType(target) && Object.keys(target.getFields())).toEqual(['me']);
    expect(mutations.toSorted()).toEqual([
      // Reads the lists of the account of a change, if that is the caller's.
      'checkDeviceChange',
      'removeDevice',
      'renameDevice',
      'reportUnrecognisedDeviceChange',
      'resetDevices',
      'resetOathDevices',
      'resetPushDevices',
    ]);
  });
});

const bob = idOfPerson('bob');

/** The operations of a schema: each root field, about a device of Bob where one can be named. */
function operationsOf(schema: GraphQLSchema): readonly (readonly [name: string, text: string])[] {
  const values: Readonly<Record<string, string>> = {
    target: '{ me: true }',
    deviceId: `"${idOfDevice('bob', 'OATH', deviceIds.bobOath)}"`,
    kinds: '[OATH, PUSH, WEB_AUTHN]',
    name: '"Stolen"',
    reference: '"7K3M-9QXT-2BW4-C0HJ"',
    endSessions: 'true',
    force: 'true',
  };
  return [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {}).map(({ name, args }) => {
      const [input] = args.map(({ type }) => getNamedType(type)).filter(isInputObjectType);
      const members = Object.keys(input?.getFields() ?? {}).filter((one) => one in values);
      const given = members.map((one) => `${one}: ${values[one]}`).join(', ');
      const ids = { id: `"${bob}"`, ids: `["${bob}"]`, input: `{ ${given} }` };
      const named = args.map((one) => `${one.name}: ${Reflect.get(ids, one.name)}`).join(', ');
      const call = named === '' ? name : `${name}(${named})`;
      const kind = root?.name === 'Query' ? 'query' : 'mutation';
      return [name, `${kind} { ${call} { __typename } }`] as const;
    }),
  );
}

test.each(operationsOf(people))(
  '%s has an effect on its caller alone, in every role',
  async (_name, text) => {
    const { gateway, peer, sandbox } = await stages.with(env);
    for (const name of ['alice', 'bob', 'helen', 'oscar', 'rita', 'amadmin']) {
      const as = await peer.signIn(name);
      sandbox.clearReceived();

      const answer = await gateway.ask(text, as);

      expect(codesOf(answer)).not.toContain('GRAPHQL_VALIDATION_FAILED');
      const others = writesTo(sandbox).filter(({ path }) => !path.includes(`/users/${name}/`));
      expect(others.map(({ path }) => path)).toEqual([]);
    }
  },
);

test('the operations that change something do so for their caller', async () => {
  const changing: string[] = [];
  for (const [name, text] of operationsOf(people)) {
    const { gateway, peer, sandbox } = await stages.with(env);
    const as = await peer.signIn('bob');
    sandbox.clearReceived();
    await gateway.ask(text, as);
    if (writesTo(sandbox).length > 0) changing.push(name);
  }

  expect(changing.toSorted()).toEqual([
    'removeDevice',
    'renameDevice',
    'resetDevices',
    'resetOathDevices',
    'resetPushDevices',
  ]);
});

test('it is small: every type is one that a self-service portal needs', () => {
  const types = Object.keys(people.getTypeMap()).filter((name) => !name.startsWith('__'));
  const ofGraphQL = ['Boolean', 'Float', 'ID', 'Int', 'String'];

  expect(types.filter((name) => !ofGraphQL.includes(name)).length).toBeLessThanOrEqual(45);
});

test('users see and reset their own devices', async () => {
  const { gateway, peer } = await stages.with(env);
  const reset = `mutation { resetOathDevices(input: { target: { me: true } }) {
    outcome user { devices { id } } errors { code } } }`;

  const answer = await gateway.ask(reset, await peer.signIn('alice'));

  expect(fieldAt(answer.data, 'resetOathDevices')).toMatchObject({ outcome: 'DONE', errors: [] });
});

test('the pages need fields for staff, so the option is refused with them', () => {
  const refused = (FEDERATION: string, PAGES: string): number =>
    problemsOf({ FEDERATION, PAGES }).length;

  expect(refused('people', 'on')).toBe(1);
  expect(refused('people', 'off') + refused('on', 'on')).toBe(0);
});

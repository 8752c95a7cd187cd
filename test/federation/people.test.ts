/** With `FEDERATION=people` the gateway serves the published subgraph without fields for staff. */
import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { buildASTSchema, isInputObjectType, isObjectType, parse } from 'graphql';
import { peopleProblems } from '../../src/config/sections/documents.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { isForStaff } from '../../src/graph/federation/without-staff.ts';
import { Stages } from '../access/stages.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
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
    (type) => isForStaff(type) || Object.values(type.getFields()).some(isForStaff),
  );

  expect(objects.length).toBeGreaterThan(40);
  expect(tagged.map(({ name }) => name)).toEqual([]);
});

const whole = await createSchema();

describe('a field for staff is refused, to every caller', () => {
  const roots = [whole.getQueryType(), whole.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter(isForStaff)
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
    const people = await createSchema({ isForPeople: true });
    const mutations = Object.keys(people.getMutationType()?.getFields() ?? {});
    const target = people.getType('DeviceChangeTarget');

    expect(isInputObjectType(target) && Object.keys(target.getFields())).toEqual(['me']);
    expect(mutations.toSorted()).toEqual([
      'endDeviceOwnerSessions',
      'removeDevice',
      'renameDevice',
      'reportUnrecognisedDeviceChange',
      'resetDevices',
      'resetOathDevices',
      'resetPushDevices',
    ]);
  });
});

test('users see and reset their own devices', async () => {
  const { gateway, peer } = await stages.with(env);
  const reset = `mutation { resetOathDevices(input: { target: { me: true } }) {
    outcome user { devices { id } } errors { code } } }`;

  const answer = await gateway.ask(reset, await peer.signIn('alice'));

  expect(fieldAt(answer.data, 'resetOathDevices')).toMatchObject({ outcome: 'DONE', errors: [] });
});

test('the pages need fields for staff, so the option is refused with them', () => {
  const documents = { trust: 'off', manifests: [], automatic: false } as const;
  const refused = (federation: 'on' | 'people', hasPages: boolean): number =>
    peopleProblems({ ...documents, federation }, hasPages).length;

  expect(refused('people', true)).toBe(1);
  expect(refused('people', false) + refused('on', true)).toBe(0);
});

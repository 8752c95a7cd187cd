/** Security A1–A3, A5–A9, A12, design D7: every cell of the matrix, over every path. */
import { describe, expect, test } from '@jest/globals';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { ruleOf } from '../../src/graph/fields/access.ts';
import { areas } from './area-matrix.ts';
import { probes, schema, tryEveryWay, waysOfMutations, waysOfQueries } from './every-way.ts';
import { cellsOf, deeds, everybody, fields, open } from './matrix.ts';
import { codesOf } from '../support/gateway.ts';
import { useStage } from '../support/stage.ts';
import { callsAbout } from './received.ts';
import { tokens } from './token-matrix.ts';
import { guardedFields, type Step, type Way } from './ways.ts';

describe('the matrix', () => {
  test('has a row for every guarded field of the schema, and no other', () => {
    expect(Object.keys(fields).toSorted()).toEqual(guardedFields(schema).toSorted());
  });

  test('knows every public field', () => {
    expect(openFields(schema).filter((name) => !isOpen(name))).toEqual([]);
  });

  test.each(
    [everybody, tokens, areas].flatMap((table) => deeds.map((deed) => [deed, table] as const)),
  )('of %s is whole', (deed, { callers, targets, expected }) => {
    const cells = cellsOf(expected[deed]);

    expect([...new Set(cells.map(({ caller }) => caller))]).toEqual([...callers]);
    expect([...new Set(cells.map(({ target }) => target))]).toEqual([...targets]);
    expect(cells).toHaveLength(callers.length * targets.length);
    expect(cells.map(({ verdict }) => verdict)).not.toContain('');
  });

  test('is tried over every guarded field of a person', () => {
    const reached = new Set(probes.map(nameOfEnd));
    const behindPeople = Object.keys(fields).filter(
      (name) =>
        !/^(Query|Mutation|GatewayCaller|RealmThreatLevel|DeviceChange|PendingDeviceChange|DeviceChangeActor|ResetCampaignLine|\w+Payload)\./.test(
          name,
        ),
    );

    expect([...reached].toSorted()).toEqual(behindPeople.toSorted());
  });

  // Records and proofs of identity are tried in record-access.test.ts.
  test('is tried over every root field that leads to a person', () => {
    const roots = (ways: readonly Way[]): string[] => [
      ...new Set(ways.map(([first]) => first?.field.name ?? '')),
    ];

    expect(roots(waysOfQueries).toSorted()).toEqual(['_entities', 'me', 'node', 'user', 'users']);
    expect(roots(waysOfMutations).toSorted()).toEqual(
      Object.keys(schema.getMutationType()?.getFields() ?? {})
        .filter((name) => !['prove', 'history'].includes(fields[`Mutation.${name}`] ?? ''))
        .toSorted(),
    );
  });
});

test('no change leads to a person past the permission to see them', () => {
  const isGuarded = ({ type, field }: Step): boolean =>
    isObjectType(type) && typeof ruleOf(type, field) === 'object';
  const unguarded = waysOfMutations.filter((way) => !way.slice(1).some(isGuarded));

  expect(waysOfMutations.length).toBeGreaterThan(5);
  expect(unguarded.map((way) => way.map(({ field }) => field.name))).toEqual([]);
});

describe('a document, however it is spelt,', () => {
  const stage = useStage('pingam');

  test.each([
    '{ me: user(id: "bob") { me: oathDevices { id } } }',
    '{ ...F } fragment F on Query { user(id: "bob") { oathDevices { id } } }',
    '{ ... on Query { user(id: "bob") { ... on User { oathDevices { ... on RegisteredDevice { owner { id } } } } } } }',
    'query ($id: ID! = "bob") { user(id: $id) { oathDevices { id } } }',
    '{ user(id: "bob") @include(if: true) { oathDevices { id } } }',
    'mutation { ...F } fragment F on Mutation { resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } }',
    'mutation { ... on Mutation { a: resetOathDevices(input: { target: { user: { id: "bob" } } }) { outcome } } }',
  ])('is refused alike: %s', async (query) => {
    const answer = await stage.gateway.ask(query, await stage.peer.signIn('alice'));

    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(Object.values(answer.data ?? {})).toEqual([null]);
    const about = { id: 'bob', realm: 'alpha' };
    expect(callsAbout(stage.sandbox, about)).toEqual([]);
  });
});

describe('on pingam', () => {
  tryEveryWay('pingam');
});

function nameOfEnd(way: Way): string {
  const end = way.at(-1);
  return `${end?.type.name ?? ''}.${end?.field.name ?? ''}`;
}

function openFields(all: GraphQLSchema): readonly string[] {
  return Object.values(all.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => ruleOf(type, field) === 'public')
        .map((field) => `${type.name}.${field.name}`),
    );
}

function isOpen(name: string): boolean {
  return open.includes(name) || open.includes(name.split('.')[0] ?? '');
}

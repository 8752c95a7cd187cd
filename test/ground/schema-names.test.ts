/** Names and ids that caches and composition rely on (design D18). */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  getNullableType,
  GraphQLBoolean,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { sampleAnswers } from '../../packages/client/sample-answers.ts';
import { createSchema } from '../../src/graph/build-schema.ts';

const schema = await createSchema({ federation: true });
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const holders = types.filter((type) => isObjectType(type) || isInterfaceType(type));

test('every boolean of the output starts with is, has or can', () => {
  const booleans = holders.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNullableType(field.type) === GraphQLBoolean)
      .map((field) => `${type.name}.${field.name}`),
  );

  expect(booleans.length).toBeGreaterThan(15);
  expect(booleans.filter((name) => !/\.(is|has|can)[A-Z]/.test(name))).toEqual([]);
});

/** Words of ours, which a schema of another field does not use. */
const ownWords = /device|gateway|reset|realm|oath|accessManagement/i;

/** Names without such a word, by the cause. */
const sharedNames: Readonly<Record<string, string>> = {
  User: 'the entity that portals extend',
  Node: "Relay's interface",
  PageInfo: "Relay's type",
  DateTime: 'the usual scalar',
  Query: 'a root of GraphQL',
  Mutation: 'a root of GraphQL',
  me: 'a person, where clients look first',
  user: 'a person, where clients look first',
  users: 'people, where clients look first',
  node: "Relay's root field",
  nodes: "Relay's plural root field",
};

test('every type and root field has a word of ours, so that portals do not have it', () => {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const fields = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
  const ours = types.filter((type) => !isSpecifiedScalarType(type)).map(({ name }) => name);
  const names = [...ours, ...fields].filter((name) => !name.startsWith('_'));
  const without = names.filter((name) => !ownWords.test(name));

  expect(names.length).toBeGreaterThan(100);
  expect(without.toSorted()).toEqual(Object.keys(sharedNames).toSorted());
});

/** What a field that leads to people is called, by what has it. */
function wordForUser({ name }: { readonly name: string }): RegExp {
  if (name === 'Query') return /^(me|user|users)$/;
  if (/(Connection|Edge)$/.test(name)) return /^nodes?$/;
  if (name.endsWith('Device')) return /^owner$/;
  // A payload shows the user as now, and a record names a person who may be gone.
  return /(Payload|Actor)$/.test(name) ? /^user$/ : /^person$/;
}

test('one word is for one thing: a user is read now, a person is of a record', () => {
  const leading = holders.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name === 'User')
      .map((field) => ({ type, name: field.name })),
  );

  expect(leading.length).toBeGreaterThan(15);
  expect(leading.filter(({ type, name }) => !wordForUser(type).test(name))).toEqual([]);
});

test('one word is for one thing: a wish, a plan and what became of sessions', () => {
  const wordsIn = (all: readonly { getFields(): object }[]): string[] => {
    const names = all.flatMap((type) => Object.keys(type.getFields()));
    return [...new Set(names.filter((name) => /sessions/i.test(name)))].toSorted();
  };
  const results = holders.filter(({ name }) => name !== 'Mutation');

  expect(wordsIn(types.filter(isInputObjectType))).toEqual(['endSessions']);
  expect(wordsIn(results)).toEqual(['isEndingSessions', 'sessionsEnded', 'sessionsEnding']);
});

test('every connection has nodes beside edges', () => {
  const connections = holders.filter(({ name }) => name.endsWith('Connection'));

  const common = ['edges', 'nodes', 'pageInfo'];
  expect(
    connections.map((type) => common.filter((name) => Object.hasOwn(type.getFields(), name))),
  ).toEqual(connections.map(() => common));
  expect(connections).toHaveLength(5);
});

test('the portal page has the words of ours, and the names without one', async () => {
  const page = await readFile('docs/portal.md', 'utf8');
  const listed = new Set(page.toLowerCase().split(/\W+/));
  const roots = ['Query', 'Mutation'];
  const words = [...ownWords.source.split('|'), ...Object.keys(sharedNames)].filter(
    (name) => !roots.includes(name),
  );

  expect(words.length).toBeGreaterThan(10);
  expect(words.filter((word) => !listed.has(word.toLowerCase()))).toEqual([]);
});

describe('ids in the answers of every documented operation', () => {
  const found: (readonly [id: string, type: string])[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('__typename' in value && 'id' in value)
      found.push([String(value.id), String(value.__typename)]);
    Object.values(value).forEach(walk);
  };
  walk(sampleAnswers);
  const typesOf = new Map<string, Set<string>>();
  for (const [id, type] of found) typesOf.set(id, (typesOf.get(id) ?? new Set()).add(type));

  test('no id is that of two types', () => {
    expect([...typesOf].filter(([, names]) => names.size > 1)).toEqual([]);
  });

  test('are those of people, devices, lists, changes, requests and levels', () => {
    const named = new Set(found.map(([, type]) => type.replace(/^\w+Device$/, 'Device')));

    expect(named).toEqual(
      new Set([
        'User',
        'Device',
        'DevicesOfKind',
        'DeviceChange',
        'ResetCampaign',
        'PendingDeviceChange',
        'RealmThreatLevel',
      ]),
    );
  });
});

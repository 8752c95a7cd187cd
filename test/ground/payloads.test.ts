/** What a mutation changes, its payload shows, so that caches of clients follow (design D19). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isObjectType,
  isEnumType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { operations } from './operations/documented.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

function rootFields(root: GraphQLObjectType | null | undefined): GraphQLField<unknown, unknown>[] {
  return Object.values(root?.getFields() ?? {});
}

/** The object type of a field; undefined for other types. */
function objectOf({ type }: GraphQLField<unknown, unknown>): GraphQLObjectType | undefined {
  const named = getNamedType(type);
  return isObjectType(named) ? named : undefined;
}

/** Each mutation with its payload. */
const mutations = rootFields(schema.getMutationType()).flatMap((mutation) => {
  const payload = objectOf(mutation);
  return payload === undefined ? [] : [{ name: mutation.name, payload }];
});

/** Whether a mutation writes to AM: the write can fail. */
function changesPerson({ payload }: { readonly payload: GraphQLObjectType }): boolean {
  const errors = getNamedType(payload.getFields()['errors']?.type);
  const code = isObjectType(errors) ? getNamedType(errors.getFields()['code']?.type) : undefined;
  return isEnumType(code) && code.getValue('NOT_DONE') !== undefined;
}

describe('a mutation that changes a person', () => {
  const changing = mutations.filter(changesPerson);

  test.each(changing)('$name returns the person, and its document selects it', (mutation) => {
    const { user } = mutation.payload.getFields();
    const document = operations.find(({ text }) => text.includes(`  ${mutation.name}(input:`));

    expect(user && objectOf(user)?.name).toBe('User');
    expect(document?.text).toMatch(/\n {4}user \{\n {6}id\n/);
  });

  test('is one of several', () => {
    expect(changing.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['resetDevices', 'approveDeviceChange', 'endDeviceOwnerSessions']),
    );
  });
});

/** Every object type that a query can show. */
function shownTypes(): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (type: GraphQLObjectType | undefined): void => {
    if (type === undefined || seen.has(type.name)) return;
    seen.add(type.name);
    for (const field of Object.values(type.getFields())) visit(objectOf(field));
  };
  visit(schema.getQueryType() ?? undefined);
  return seen;
}

/** What a removed device was. It is part of a record, and never changes. */
const snapshots = ['RemovedDevice'];

test('an object that queries show and a mutation returns has an id', () => {
  const shown = shownTypes();
  const returned = mutations
    .flatMap(({ payload }) => Object.values(payload.getFields()))
    .flatMap((field) => objectOf(field) ?? [])
    .filter(({ name }) => shown.has(name) && !snapshots.includes(name));

  const withoutId = returned.filter((type) => type.getFields()['id'] === undefined);
  expect(withoutId.map(({ name }) => name)).toEqual([]);
  expect(returned.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['DeviceChange', 'PendingDeviceChange', 'RealmThreatLevel', 'User']),
  );
});

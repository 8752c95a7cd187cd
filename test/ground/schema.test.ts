/** The schema guide, as far as a machine can hold it. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { requirementOf } from '../../src/domain/policy.ts';
import { ruleOf } from '../../src/graph/access.ts';
import { createSchema } from '../../src/graph/build-schema.ts';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await createSchema({ federation: true });
});

/** Apollo's specification gives `_entities` its type, `[_Entity]!`: what is refused is null within the list. */
const givenBySpecification = 'Query._entities';

function argumentsOf(
  field: GraphQLField<unknown, unknown> | GraphQLInputField,
): readonly GraphQLArgument[] {
  return 'args' in field ? field.args : [];
}

function ownTypes(): ReturnType<GraphQLSchema['getTypeMap']>[string][] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );
}

function objectFields(): {
  name: string;
  type: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
}[] {
  return ownTypes()
    .filter((type) => isObjectType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        name: `${type.name}.${field.name}`,
        type,
        field,
      })),
    );
}

test('everything has a description', () => {
  const bare = ownTypes().flatMap((type) => {
    const missing = type.description ? [] : [type.name];
    if (isEnumType(type)) {
      return [
        ...missing,
        ...type
          .getValues()
          .filter((v) => !v.description)
          .map((v) => `${type.name}.${v.name}`),
      ];
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return missing;
    const fields = Object.values(type.getFields());
    const args = fields.flatMap((field) => argumentsOf(field).map((arg) => ({ field, arg })));
    return [
      ...missing,
      ...fields.filter((f) => !f.description).map((f) => `${type.name}.${f.name}`),
      ...args
        .filter(({ arg }) => !arg.description)
        .map(({ field, arg }) => `${type.name}.${field.name}(${arg.name})`),
    ];
  });

  expect([schema.description ? [] : ['schema'], bare].flat()).toEqual([]);
});

describe('guarded fields', () => {
  test('state what they require', () => {
    const guarded = objectFields().flatMap(({ type, field, name }) => {
      const rule = ruleOf(type, field);
      return typeof rule === 'object' ? [{ name, text: field.description, rule }] : [];
    });

    const silent = guarded.filter(
      ({ text, rule }) => !text?.endsWith(`Requires: ${requirementOf(rule.effect)}.`),
    );
    expect(guarded.length).toBeGreaterThan(15);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('are nullable, so that a refusal nulls them alone', () => {
    const nonNull = objectFields()
      .filter(({ type, field }) => typeof ruleOf(type, field) === 'object')
      .filter(({ field }) => isNonNullType(field.type))
      .map(({ name }) => name);

    expect(nonNull).toEqual([givenBySpecification]);
  });

  test('are the ones that a security person expects', () => {
    const guarded = objectFields()
      .filter(({ type, field }) => typeof ruleOf(type, field) === 'object')
      .map(({ name }) => name);

    expect(guarded.toSorted()).toEqual([
      'Mutation.removeDevice',
      'Mutation.renameDevice',
      'Mutation.resetDevices',
      'Mutation.resetOathDevices',
      'Mutation.resetPushDevices',
      'ProfileDevice.data',
      'Query._entities',
      'Query.change',
      'Query.changes',
      'Query.me',
      'Query.node',
      'Query.user',
      'Query.users',
      'RemoveDevicePayload.user',
      'RenameDevicePayload.device',
      'RenameDevicePayload.user',
      'ResetDevicesPayload.user',
      'ResetOathDevicesPayload.oathSkip',
      'ResetOathDevicesPayload.user',
      'ResetPushDevicesPayload.user',
      'User.boundDevices',
      'User.devices',
      'User.devicesByKind',
      'User.history',
      'User.oathDevices',
      'User.oathSkip',
      'User.profileDevices',
      'User.pushDevices',
      'User.trustedDevices',
      'User.webAuthnDevices',
    ]);
  });
});

test('public fields are the ones that a security person expects', () => {
  const open = objectFields()
    .filter(({ type, field }) => ruleOf(type, field) === 'public')
    .map(({ name }) => name);

  expect(open.toSorted()).toEqual([
    'Caller.activity',
    'Caller.canChangeOwn',
    'Caller.canResetOthers',
    'Caller.canSearch',
    'Caller.canViewChanges',
    'Caller.expiresAt',
    'Caller.idleExpiresAt',
    'Caller.method',
    'Caller.realm',
    'Caller.realms',
    'Caller.reasonRequired',
    'Caller.roles',
    'Caller.signedInAt',
    'Caller.ticketPattern',
    'Caller.verificationMethods',
    'Capabilities.kinds',
    'Capabilities.product',
    'Capabilities.version',
    'KindCapability.canRename',
    'KindCapability.kind',
    'KindCapability.reset',
    'Query._service',
    'Query.caller',
    'Query.capabilities',
    '_Service.sdl',
  ]);
});

test('lists never hold null', () => {
  const holes = objectFields()
    .filter(({ field }) => {
      const type = getNullableType(field.type);
      return isListType(type) && !isNonNullType(type.ofType);
    })
    .map(({ name }) => name);

  expect(holes).toEqual([givenBySpecification]);
});

test('mutations take one input and answer a payload', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const signatures = mutations.map(
    ({ name, args, type }) =>
      `${name}(${args.map((arg) => `${arg.name}: ${arg.type.toString()}`).join()}): ${type.toString()}`,
  );

  expect(signatures.toSorted()).toEqual([
    'removeDevice(input: RemoveDeviceInput!): RemoveDevicePayload',
    'renameDevice(input: RenameDeviceInput!): RenameDevicePayload',
    'resetDevices(input: ResetDevicesInput!): ResetDevicesPayload',
    'resetOathDevices(input: ResetOathDevicesInput!): ResetOathDevicesPayload',
    'resetPushDevices(input: ResetPushDevicesInput!): ResetPushDevicesPayload',
  ]);
});

test('simple fields have no resolver', () => {
  const fields = objectFields().filter(({ name }) => /^User\.(email|oathSkip)$/.test(name));

  expect(fields.map(({ name, field }) => [name, field.resolve !== undefined])).toEqual([
    ['User.email', false],
    ['User.oathSkip', true],
  ]);
});

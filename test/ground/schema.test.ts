/** The rules of the schema guide that can be tested. */
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
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { requirementOf } from '../../src/domain/policy/policy.ts';
import { ruleOf } from '../../src/graph/fields/access.ts';
import { createSchema } from '../../src/graph/build-schema.ts';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await createSchema({ federation: true });
});

/** Apollo's specification defines its type as `[_Entity]!`, with null for refused entities. */
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
      ({ text, rule }) => !text?.endsWith(`Requires: ${requirementOf(rule)}.`),
    );
    expect(guarded.length).toBeGreaterThan(15);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('are nullable, so that a refusal affects only them', () => {
    const nonNull = objectFields()
      .filter(({ type, field }) => typeof ruleOf(type, field) === 'object')
      .filter(({ field }) => isNonNullType(field.type))
      .map(({ name }) => name);

    expect(nonNull).toEqual([givenBySpecification]);
  });
});

test('public fields are exactly these', () => {
  const open = objectFields()
    .filter(({ type, field }) => ruleOf(type, field) === 'public')
    .map(({ name }) => name);

  const names = [...new Set(open.map((name) => name.split('.')[0] ?? ''))];
  const fieldsOf = (type: string): string =>
    open
      .flatMap((name) => (name.startsWith(`${type}.`) ? name.slice(type.length + 1) : []))
      .toSorted()
      .join(' ');
  expect(Object.fromEntries(names.map((type) => [type, fieldsOf(type)]))).toEqual({
    AccessManagementCapabilities: 'hasCampaigns kinds notifiedOfChanges product version',
    GatewayCaller:
      'areas campaignAreas canChangeOwn canResetOthers canSearch canSetThreatLevel canShowSecondFactor canViewHistory canViewInsights credential expiresAt hasSecondFactor idleExpiresAt isCredentialRefused isProofRequired isReasonRequired proofMethods realm realms roles signedInAt ticketExample ticketPattern verificationMethods',
    DeviceKindCapability: 'canRename isResetAtOnce kind',
    Query: '_service gatewayCaller gatewayCapabilities',
    _Service: 'sdl',
  });
});

test('lists never contain null', () => {
  const holes = objectFields()
    .filter(({ field }) => {
      const type = getNullableType(field.type);
      return isListType(type) && !isNonNullType(type.ofType);
    })
    .map(({ name }) => name);

  // A bad id nulls only its object.
  expect(holes.toSorted()).toEqual(['Query.nodes', givenBySpecification].toSorted());
});

test('mutations have one input and return a payload', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const signatures = mutations.map(({ name, args, type }) => {
    const of = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    const given = args.map((arg) => `${arg.name}: ${arg.type.toString()}`).join();
    return `${name}(${given}): ${type.toString()}`.replaceAll(new RegExp(`\\b${of}`, 'g'), '*');
  });

  /** Mutations that share a type with others. */
  const shared: Readonly<Record<string, readonly [input: string, payload: string]>> = {
    approveDeviceChange: ['PendingDeviceChange', '*'],
    checkDeviceOwnerPushProof: ['*', 'DeviceOwnerProof'],
    proveDeviceOwnerByCode: ['*', 'DeviceOwnerProof'],
    readDeviceOwnerIdentityCheck: ['*', 'DeviceOwnerProof'],
    rejectDeviceChange: ['PendingDeviceChange', 'ClosePendingDeviceChange'],
    reportUnrecognisedDeviceChange: ['RecordedDeviceChange', 'RecordedDeviceChange'],
    resetOathDevices: ['ResetDevicesOfKind', 'ResetDevices'],
    resetPushDevices: ['ResetDevicesOfKind', 'ResetDevices'],
    retryDeviceChangeNotice: ['RecordedDeviceChange', 'RecordedDeviceChange'],
    startDeviceOwnerIdentityCheck: ['DeviceOwnerProof', 'DeviceOwnerProof'],
    startDeviceOwnerPushProof: ['DeviceOwnerProof', 'DeviceOwnerProof'],
    takeDeviceChangeReport: ['RecordedDeviceChange', 'RecordedDeviceChange'],
    withdrawDeviceChange: ['PendingDeviceChange', 'ClosePendingDeviceChange'],
    checkDeviceChange: ['RecordedDeviceChange', 'RecordedDeviceChange'],
  };
  expect(signatures.toSorted()).toEqual(
    mutations
      .map(({ name }) => {
        const [input, payload] = shared[name] ?? ['*', '*'];
        return `${name}(input: ${input}Input!): ${payload}Payload`;
      })
      .toSorted(),
  );
  expect(mutations).toHaveLength(22);
});

test('simple fields have no resolver', () => {
  const fields = objectFields().filter(({ name }) => /^User\.(email|oathSkip)$/.test(name));

  expect(fields.map(({ name, field }) => [name, field.resolve !== undefined])).toEqual([
    ['User.email', false],
    ['User.oathSkip', true],
  ]);
});

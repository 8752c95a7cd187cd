/** Each document has two sets of variables: the documented one, and one with every optional one. */
import {
  getNamedType,
  isInputObjectType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { QueryName } from '../../packages/client/index.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { idOfDevice } from '../support/global-ids.ts';

/** The sets of variables. */
export const variableSets = ['documented', 'all'] as const;
export type VariableSet = (typeof variableSets)[number];

/** The optional variables of each query that has some. */
export const optionalVariables: Partial<Readonly<Record<QueryName, object>>> = {
  CampaignLines: { first: 2, state: 'FAILED' },
  CampaignPeople: { first: 2, state: 'FAILED' },
  Campaigns: { realm: 'alpha', first: 3 },
  HelpDeskPerson: { realm: 'alpha' },
  PendingChanges: { realm: 'alpha', first: 3 },
  PersonActions: { realm: 'alpha' },
  PersonDevices: { realm: 'alpha' },
  PersonHistory: { realm: 'alpha', first: 3 },
  RealmCoverage: { realm: 'alpha' },
  RealmHistory: { realm: 'alpha', first: 3, filter: { isDryRun: false } },
  RealmInsights: { realm: 'alpha', days: 7 },
  SearchPeople: { realm: 'alpha', first: 3 },
  ThreatLevel: { realm: 'alpha' },
};

/** Optional variables that no set has, by the cause. */
export const leftOutVariables: Readonly<Record<string, string>> = {
  after: 'a cursor selects older entries, which a mutation does not change',
  area: 'the gateway of the matrix has no areas',
};

/** Optional members that no set has, by the cause. */
export const leftOutMembers: Readonly<Record<string, string>> = {
  area: leftOutVariables['area'] ?? '',
  dryRun: 'each set is played with and without it',
  me: 'the kind of caller decides',
  user: 'the kind of caller decides',
  proofId: 'it takes the place of the verification',
  reference: 'the verification has it',
  reset: 'one of a choice: the documented set has it',
  remove: 'one of a choice: the documented set has the other one',
  csv: 'one of a choice: the documented set has it',
  group: 'one of a choice: the documented set has another one',
  search: 'one of a choice: the documented set has another one',
};

/** The optional members of inputs. */
export function optionalMembers(at: number, key: string): Readonly<Record<string, unknown>> {
  const { bobOath, bobOathSecond, bobPush, bobTrusted } = deviceIds;
  return {
    realm: 'alpha',
    reason: 'The phone was lost.',
    ticket: 'INC-1042',
    verification: { method: 'video', at: new Date(at - 60_000).toISOString(), reference: 'call 7' },
    idempotencyKey: key,
    overrideLimit: true,
    endSessions: true,
    force: true,
    kind: 'OATH',
    expectedDeviceIds: [
      idOfDevice('bob', 'OATH', bobOath),
      idOfDevice('bob', 'OATH', bobOathSecond),
      idOfDevice('bob', 'PUSH', bobPush),
      idOfDevice('bob', 'TRUSTED', bobTrusted),
    ],
    note: 'I know them.',
    skipBadLines: true,
    until: new Date(at + 3_600_000).toISOString(),
  };
}

/** Completes an input by the optional members of its type, and of the inputs in it. */
export function completed(
  given: object,
  type: GraphQLInputObjectType,
  members: Readonly<Record<string, unknown>>,
): object {
  const entries = Object.values(type.getFields()).flatMap((field): [string, unknown][] => {
    const value: unknown = Reflect.get(given, field.name) ?? undefined;
    const inner = getNamedType(field.type);
    if (value === undefined)
      return isOptional(field) && field.name in members && !type.isOneOf
        ? [[field.name, members[field.name]]]
        : [];
    return isInputObjectType(inner)
      ? [[field.name, completed(Object(value), inner, members)]]
      : [[field.name, value]];
  });
  return Object.fromEntries(entries);
}

/** The names of the optional members of an input, and of the inputs in it. */
export function optionalNames(type: GraphQLInputObjectType): readonly string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const below = isInputObjectType(inner) ? optionalNames(inner) : [];
    return isOptional(field) ? [field.name, ...below] : below;
  });
}

/** The type of the input of a mutation. */
export function inputOf(schema: GraphQLSchema, text: string): GraphQLInputObjectType {
  const [, name = ''] = /\$input: (\w+)!/.exec(text) ?? [];
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is no input.`);
  return type;
}

interface Member {
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

function isOptional({ type, defaultValue }: Member): boolean {
  return !isNonNullType(type) || defaultValue !== undefined;
}

/** Finds the paths from the schema's root to a person, and writes documents for them. */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isNonNullType,
  isUnionType,
  parseValue,
  valueFromASTUntyped,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { ruleOf } from '../../src/graph/fields/access.ts';

/** One field on the way, on an object of one type. */
export interface Step {
  readonly type: GraphQLObjectType | GraphQLInterfaceType;
  readonly field: GraphQLField<unknown, unknown>;
  /** The type that the way goes on with, where the field may lead to several. */
  readonly end?: string;
}
export type Way = readonly Step[];

/** Guarded fields as `Type.field`. */
export function guardedFields(schema: GraphQLSchema): readonly string[] {
  return objectTypes(schema).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => typeof ruleOf(type, field) === 'object')
      .map((field) => `${type.name}.${field.name}`),
  );
}

/** The paths from a root type to a type, which a path visits at most `times` times. */
export function waysTo(
  schema: GraphQLSchema,
  { from, to, times }: { readonly from: string; readonly to: string; readonly times: number },
): readonly Way[] {
  const found: Way[] = [];
  const walk = (typeName: string, way: Way): void => {
    for (const step of stepsFrom(schema, typeName)) {
      if (isLeafType(getNamedType(step.field.type))) continue;
      for (const next of namesOfEnd(schema, step)) {
        const passed = way.filter(({ end }) => end === next).length;
        if (passed >= (next === to ? times : 1)) continue;
        const longer = [...way, { ...step, end: next }];
        if (next === to) found.push(longer);
        walk(next, longer);
      }
    }
  };
  walk(from, []);
  return found;
}

/** The ways from a type to every guarded field that is not behind another of that type. */
export function probesOf(schema: GraphQLSchema, from: string): readonly Way[] {
  const found: Way[] = [];
  const walk = (typeName: string, way: Way): void => {
    for (const step of stepsFrom(schema, typeName)) {
      const next = getNamedType(step.field.type).name;
      const longer = [...way, step];
      const { type, field } = step;
      if (isObjectType(type) && typeof ruleOf(type, field) === 'object') found.push(longer);
      const isCircle =
        next === from || way.some((one) => getNamedType(one.field.type).name === next);
      if (!isCircle && !isLeafType(getNamedType(field.type))) walk(next, longer);
    }
  };
  walk(from, []);
  return found;
}

/**
 * The links from a record to people, which withhold without an error (record-contents.test.ts), and
 * the messages to other systems (reports.test.ts). Those of lines are in campaign-links.test.ts.
 */
const linksOfRecords: ReadonlySet<string> = new Set([
  'Query.nodes', // as Query.node: node-access.test.ts
  'DeviceChange.person',
  'PendingDeviceChange.person',
  'DeviceChange.deliveries',
  'DeviceChangeActor.user',
  'ResetCampaignLine.person',
  'ResetCampaignLine.change',
]);

/** The fields of a type; of an interface also those that only one of its types has. */
function stepsFrom(schema: GraphQLSchema, typeName: string): readonly Step[] {
  const type = schema.getType(typeName);
  if (isObjectType(type))
    return Object.values(type.getFields())
      .filter(({ name }) => !linksOfRecords.has(`${type.name}.${name}`))
      .map((field) => ({ type, field }));
  if (!isInterfaceType(type)) return [];
  const common = type.getFields();
  const special = schema.getPossibleTypes(type).flatMap((possible) =>
    Object.values(possible.getFields())
      .filter(({ name }) => !(name in common))
      .map((field) => ({ type: possible, field })),
  );
  return [...Object.values(common).map((field) => ({ type, field })), ...special];
}

/**
 * What a step leads to. A union leads to each of its types, a node and an entity to people and
 * devices; one kind of device stands for all.
 */
function namesOfEnd(schema: GraphQLSchema, { field }: Step): readonly string[] {
  const type = getNamedType(field.type);
  if (type.name === '_Entity') return ['User', 'OathDevice'];
  if (isUnionType(type)) return type.getTypes().map(({ name }) => name);
  // A device by the fragment on what all devices have, and by one on a kind of them.
  return type.name === 'Node' && isInterfaceType(type)
    ? ['User', 'OathDevice', ...schema.getImplementations(type).interfaces.map(({ name }) => name)]
    : [type.name];
}

/** The person and the fields of a document. */
export interface Wanted {
  readonly id?: string;
  readonly realm?: string;
  readonly search?: string;
  /** A global id, for `node`. */
  readonly node?: string;
  /** The key of an entity. */
  readonly key?: Readonly<Record<string, string>>;
}

/** A document and where in its answer each probe is, in the order of the probes. */
export interface Asked {
  readonly query: string;
  readonly variables: object;
  readonly places: readonly (readonly string[])[];
  /** Where the field that the document begins with is. */
  readonly root: readonly string[];
}

/** Writes a document that takes one way and asks for every probe at its end. */
export function documentOf(way: Way, probes: readonly Way[], wanted: Wanted): Asked {
  const [first] = way;
  const root = rootArguments(first, wanted);
  const written = (steps: Way, inner: string): string =>
    steps.reduceRight((within, step, index) => {
      const below = steps[index + 1];
      const isSpecial = below !== undefined && getNamedType(step.field.type) !== below.type;
      const body = isSpecial ? `{ ... on ${below.type.name} ${within} }` : within;
      return `{ ${step.field.name}${step === first ? root.text : argumentsOf(step.field, wanted)} ${body} }`;
    }, inner);
  const ends = probes.map((probe) => {
    const leaf = probe.at(-1);
    const isLeaf = leaf === undefined || isLeafType(getNamedType(leaf.field.type));
    return written(probe, isLeaf ? '' : '{ __typename }').slice(1, -1);
  });
  const goal = way.at(-1);
  const probed = `{ __typename ${ends.join(' ')} }`;
  const isOneOfSeveral = goal !== undefined && getNamedType(goal.field.type).name !== goal.end;
  const selection = isOneOfSeveral ? `{ ... on ${goal.end ?? ''} ${probed} }` : probed;
  const keysOf = (steps: Way): string[] => steps.map(({ field }) => field.name);
  return {
    query: `${first?.type.name.toLowerCase()} Asked${root.definitions} ${written(way, selection)}`,
    variables: root.variables,
    places: probes.map((probe) => [...keysOf(way), ...keysOf(probe)]),
    root: keysOf(way.slice(0, 1)),
  };
}

/** The arguments of the field that a document begins with, as variables. */
function rootArguments(
  first: Step | undefined,
  wanted: Wanted,
): { readonly text: string; readonly definitions: string; readonly variables: object } {
  const { args = [], name = '' } = first?.field ?? {};
  const given = args.flatMap((argument) =>
    valueOf(argument, wanted, name).map((text) => ({ argument, text })),
  );
  return {
    text: inBrackets(given.map(({ argument }) => `${argument.name}: $${argument.name}`)),
    definitions: inBrackets(
      given.map(({ argument: { name: one, type } }) => `$${one}: ${type.toString()}`),
    ),
    variables: Object.fromEntries(
      given.map(({ argument, text }) => [
        argument.name,
        valueFromASTUntyped(parseValue(text.slice(`${argument.name}: `.length))),
      ]),
    ),
  };
}

/** The arguments of a field as its text. A required one that is not known here fails. */
function argumentsOf({ args, name }: GraphQLField<unknown, unknown>, wanted: Wanted): string {
  return inBrackets(args.flatMap((argument) => valueOf(argument, wanted, name)));
}

function inBrackets(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `(${texts.join(', ')})`;
}

function valueOf(
  argument: GraphQLArgument | GraphQLInputField,
  wanted: Wanted,
  owner: string,
): string[] {
  const { name } = argument;
  const type = getNamedType(argument.type);
  if (type.name === 'DeviceChangeTarget' && wanted.id === undefined)
    return [`${name}: { me: true }`];
  if (name === 'me' || name === 'verification') return [];
  if (isInputObjectType(type)) {
    const inside = Object.values(type.getFields()).flatMap((one) =>
      valueOf(one, wanted, type.name),
    );
    return [`${name}: { ${inside.join(', ')} }`];
  }
  const known = new Map<string, string | undefined>([
    ['id', owner === 'node' ? wanted.node : wanted.id],
    ['realm', wanted.realm],
    ['search', wanted.search],
    ['deviceId', 'no-such-device'],
    ['name', 'Renamed'],
  ]).get(name);
  if (known !== undefined) return [`${name}: ${JSON.stringify(known)}`];
  if (name === 'representations') return [`representations: [${referenceTo(wanted)}]`];
  // Everything of many people in one operation would cost more than any deployment can allow.
  if (name === 'first') return ['first: 2'];
  if (name === 'dryRun') return ['dryRun: true'];
  if (isEnumType(type) && name === 'kind') return ['kind: OATH'];
  const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
  if (name === 'kinds' && isRequired) return ['kinds: [OATH, TRUSTED]'];
  if (isRequired) throw new Error(`no value for the argument ${name} of ${owner}`);
  return [];
}

/** A reference to a person as a router makes it, by one key or the other. */
function referenceTo({ key = {} }: Wanted): string {
  const members = Object.entries({ __typename: 'User', ...key });
  return `{ ${members.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')} }`;
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
}

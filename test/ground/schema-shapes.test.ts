/** The shapes that every part of the schema shares, taken from the schema itself. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  Kind,
  parse,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { createSchema } from '../../src/graph/build-schema.ts';

let schema: GraphQLSchema;
let objects: readonly GraphQLObjectType[];

beforeAll(async () => {
  schema = await createSchema();
  objects = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
});

test('every payload has the errors that a caller can act on, as data', () => {
  const payloads = Object.values(schema.getMutationType()?.getFields() ?? {}).map(({ type }) =>
    getNamedType(type),
  );
  const isErrors = (type: unknown): boolean =>
    isNonNullType(type) && isListType(type.ofType) && getNamedType(type).name.endsWith('Error');

  const without = payloads
    .filter(isObjectType)
    .filter((payload) => !isErrors(payload.getFields()['errors']?.type));

  expect(payloads.length).toBeGreaterThan(15);
  expect(without.map(({ name }) => name)).toEqual([]);
});

test('every member of a union of errors is an error', () => {
  const interfaces = Object.values(schema.getTypeMap())
    .filter(isUnionType)
    .filter(({ name }) => name.endsWith('Error'))
    .flatMap((union) => union.getTypes())
    .map((type) => [type.name, type.getInterfaces().map(({ name }) => name)]);

  expect(interfaces).toEqual(interfaces.map(([name]) => [name, ['DeviceChangeError']]));
});

// A union has no tag, so a contract without the tag would name types that it does not have.
test('no member of a union has a tag', () => {
  const { definitions } = parse(readFileSync('schema/subgraph.graphql', 'utf8'));
  const members = definitions.flatMap((one) =>
    one.kind === Kind.UNION_TYPE_DEFINITION ? (one.types ?? []).map(({ name }) => name.value) : [],
  );
  const tagged = definitions.flatMap((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION &&
    one.directives?.some(({ name }) => name.value === 'tag') === true
      ? [one.name.value]
      : [],
  );

  expect(tagged.length).toBeGreaterThan(2);
  expect(tagged.filter((name) => members.includes(name))).toEqual([]);
});

/** Words of fields whose values are a closed set, on which clients branch. */
const closedWords =
  /^(code|state|outcome|refusal|result|finding|heldBy|level|role|kind|effect|credential|source|channel|recipient|limit)$/;

test('what clients branch on is an enum', () => {
  const fields = objects.flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ name }) => closedWords.test(name))
      .map((field) => ({ place: `${type.name}.${field.name}`, type: getNamedType(field.type) })),
  );

  expect(fields.length).toBeGreaterThan(40);
  expect(fields.filter(({ type }) => !isEnumType(type)).map(({ place }) => place)).toEqual([]);
});

test('arguments have one order: the required ones, the id, the choices, the page', () => {
  const ranks = ['required', 'id', 'choice', 'first', 'after'];
  const fields = objects.flatMap((type) => Object.values(type.getFields()));
  const orders = fields.map(({ args }) =>
    args.map((argument) => {
      if (argument.name === 'first' || argument.name === 'after') return argument.name;
      if (isRequiredArgument(argument)) return 'required';
      return argument.name === 'id' ? 'id' : 'choice';
    }),
  );

  const sorted = orders.map((order) =>
    order.toSorted((one, other) => ranks.indexOf(one) - ranks.indexOf(other)),
  );
  expect(orders.filter((order) => order.length > 1).length).toBeGreaterThan(8);
  expect(orders).toEqual(sorted);
});

test('an object with an id is a node, which `Query.node` finds', () => {
  const withId = objects.filter((type) => Object.hasOwn(type.getFields(), 'id'));
  const others = withId.filter((type) => !type.getInterfaces().some(({ name }) => name === 'Node'));

  expect(withId.length).toBeGreaterThan(10);
  expect(others.map(({ name }) => name)).toEqual([]);
});

/** Names of times that do not end in `At`, by what they are. */
const otherTimes: Readonly<Record<string, string>> = {
  at: 'the time of what has the field, such as a change or a decision',
  since: 'the start of a state, or of the time that a filter selects',
  until: 'the end of a level or a limit, or of the time that a filter selects',
};

test('a time ends in `At`, or is named with what it is', () => {
  const holders = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) || isInterfaceType(type) || isInputObjectType(type),
  );
  const times = holders.flatMap((type) =>
    Object.values(type.getFields()).filter(
      (field) => field.type.toString().replace('!', '') === 'DateTime',
    ),
  );

  const others = times.map(({ name }) => name).filter((name) => !name.endsWith('At'));
  expect(times.length).toBeGreaterThan(20);
  expect(new Set(others)).toEqual(new Set(Object.keys(otherTimes)));
});

/** Optional arguments that several can be given of; the page is not among them. */
const choices = ['realm', 'area', 'filter', 'kinds', 'kind', 'state', 'days', 'of', 'except'];

/** Inputs with members that are all optional, and that can be given together. */
const choosing = ['DeviceChangeFilter'];

test('what needs exactly one of several is `@oneOf`', () => {
  const inputs = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .filter((type) =>
      Object.values(type.getFields()).every((field) => !isRequiredInputField(field)),
    );
  const optional = objects
    .flatMap((type) => Object.values(type.getFields()))
    .flatMap(({ args }) => args.filter((one) => !isRequiredArgument(one)))
    .filter(({ name }) => name !== 'first' && name !== 'after');

  const open = inputs.filter((type) => !type.isOneOf);
  expect(inputs.length).toBeGreaterThan(2);
  expect(open.map(({ name }) => name)).toEqual(choosing);
  expect(optional.filter(({ name }) => !choices.includes(name))).toEqual([]);
});

test('an interface of errors has a message and a path', () => {
  const error = schema.getType('DeviceChangeError');

  expect(isInterfaceType(error) ? Object.keys(error.getFields()) : []).toEqual(['message', 'path']);
});

/** The maximum cost of an operation: ten points for a call to AM, one for an object. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Kind, parse, validate, type GraphQLSchema } from 'graphql';
import { costOf, costRefusal } from '../../../src/documents/operation-cost.ts';
import { deviceKinds } from '../../../src/domain/devices/device.ts';
import { createSchema } from '../../../src/graph/build-schema.ts';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await createSchema({ federation: true });
});

/** Returns the cost of the first operation in a valid document. */
function cost(query: string, variables: Readonly<Record<string, unknown>> = {}): number {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return costOf(schema, document, operation)(variables);
}

const scalars = (count: number): string =>
  Array.from({ length: count }, (_, at) => `a${at}: realm`).join(' ');

test.each([
  ['__typename costs nothing', '{ __typename }', 0],
  ['neither does the schema', '{ __schema { types { name fields { name } } } }', 0],
  ['capabilities cost their object', '{ gatewayCapabilities { product } }', 1],
  ['a person is a call and an object', '{ me { id } }', 10 + 1],
  ['an object with 25 scalar fields costs one point', `{ me { ${scalars(25)} } }`, 10 + 1],
  ['an object with 26 scalar fields costs two', `{ me { ${scalars(26)} } }`, 10 + 2],
  [
    'scalar fields of fragments count in the object',
    `{ me { ...F ... { ...F } } } fragment F on User { ${scalars(13)} }`,
    10 + 2,
  ],
  [
    'scalar fields of the objects below do not',
    `{ me { ${scalars(20)} oathDevices { id ${'name '.repeat(20)} } } }`,
    11 + 10 + 5,
  ],
  ['the caller is three calls', '{ gatewayCaller { realm } }', 30 + 1],
  ['a list is a call and five objects', '{ me { oathDevices { id } } }', 11 + 10 + 5],
  ['two lists are two', '{ me { oathDevices { id } pushDevices { id } } }', 11 + 2 * 15],
  [
    'the fields of a list count five times',
    '{ me { oathDevices { owner { pushDevices { id } } } } }',
    11 + 10 + 5 * (1 + 1 + 10 + 5),
  ],
  [
    'personal data is a call for each',
    '{ me { profileDevices: devices(kinds: [PROFILE]) { ... on ProfileDevice { data { model } } } } }',
    11 + 10 + 5 * (1 + 10 + 1),
  ],
  [
    'a permission on a person is a call',
    '{ me { callerCan(action: RESET, kind: OATH) { isAllowed } } }',
    11 + 10 + 1,
  ],
])('%s', (_promise, query, points) => {
  expect(cost(query)).toBe(points);
});

describe('kinds: a call and five objects for each', () => {
  const every = deviceKinds.length;
  const inVariable =
    'query ($kinds: [RegisteredDeviceKind!]) { me { devices(kinds: $kinds) { id } } }';
  const withDefault =
    'query ($kinds: [RegisteredDeviceKind!] = [OATH]) { me { devices(kinds: $kinds) { id } } }';
  const inList =
    'query ($kind: RegisteredDeviceKind!) { me { devices(kinds: [$kind, OATH]) { id } } }';
  test.each([
    ['none said is every one', '{ me { devices { id } } }', {}, every],
    ['null is every one', '{ me { devices(kinds: null) { id } } }', {}, every],
    ['one', '{ me { devices(kinds: [OATH]) { id } } }', {}, 1],
    ['two', '{ me { devices(kinds: [OATH, PUSH]) { id } } }', {}, 2],
    [
      'one without a list is taken for every one',
      '{ me { devices(kinds: OATH) { id } } }',
      {},
      every,
    ],
    ['a variable', inVariable, { kinds: ['OATH', 'PUSH', 'TRUSTED'] }, 3],
    ['a variable that is not sent', inVariable, {}, every],
    ['a variable that is null', inVariable, { kinds: null }, every],
    ['a variable that is no list', inVariable, { kinds: 'OATH' }, every],
    ['a default', withDefault, {}, 1],
    ['a default with a value', withDefault, { kinds: ['OATH', 'PUSH'] }, 2],
    ['a default with null', withDefault, { kinds: null }, every],
    ['a variable within the list', inList, { kind: 'PUSH' }, 2],
    [
      'a variable called like what every object has',
      inVariable.replaceAll('$kinds', '$toString'),
      {},
      every,
    ],
  ])('%s', (_label, query, variables, kinds) => {
    expect(cost(query, variables)).toBe(11 + kinds * (10 + 5));
  });

  test.each([
    ['none said', '', every],
    ['two', '(kinds: [OATH, PUSH])', 2],
  ])('by kind, with an entry for each: %s', (_label, said, kinds) => {
    const query = `{ me { devicesByKind${said} { kind devices { id } } } }`;

    expect(cost(query)).toBe(11 + kinds * (10 + 1 + 5));
  });

  const reset = (kinds: string): string =>
    `mutation { resetDevices(input: { target: { me: true }, kinds: ${kinds} }) { errors { code } } }`;
  const whole =
    'mutation ($input: ResetDevicesInput!) { resetDevices(input: $input) { errors { code } } }';
  const part =
    'mutation ($kinds: [RegisteredDeviceKind!]!) { resetDevices(input: { target: { me: true }, kinds: $kinds }) { errors { code } } }';
  test.each([
    ['one in an input', reset('[OATH]'), {}, 1],
    ['three in an input', reset('[OATH, PUSH, TRUSTED]'), {}, 3],
    ['an input in a variable', whole, { input: { kinds: ['OATH', 'PUSH'] } }, 2],
    ['an input that is not sent', whole, {}, every],
    ['an input that is null', whole, { input: null }, every],
    ['an input without them', whole, { input: {} }, every],
    ['an input that is no object', whole, { input: 'OATH' }, every],
    ['a variable in an input', part, { kinds: ['OATH', 'PUSH'] }, 2],
  ])('of a reset, three calls for each: %s', (_label, query, variables, kinds) => {
    expect(cost(query, variables)).toBe(50 + kinds * 30 + 1 + 5);
  });
});

describe('first: two calls for the caller, those of the list at most, and a call for each row', () => {
  const rows = (said: string): string =>
    `{ users(search: "bob"${said}) { edges { node { id } } } }`;
  const inVariable =
    'query ($first: Int! = 7) { users(search: "bob", first: $first) { edges { node { id } } } }';
  test.each([
    ['none said is twenty', rows(''), {}, 20],
    ['five', rows(', first: 5'), {}, 5],
    ['one', rows(', first: 1'), {}, 1],
    ['none', rows(', first: 0'), {}, 0],
    ['less than none', rows(', first: -3'), {}, 0],
    ['more than there may be, which the field refuses', rows(', first: 2000000'), {}, 20],
    ['a variable', inVariable, { first: 3 }, 3],
    ['a default', inVariable, {}, 7],
    ['a variable that is too much', inVariable, { first: 2_147_483_647 }, 20],
    ['a variable beyond all numbers', inVariable, { first: Number.POSITIVE_INFINITY }, 20],
    ['a variable that is no number', inVariable, { first: '3' }, 20],
    ['a variable that is null', inVariable, { first: null }, 20],
  ])('%s', (_label, query, variables, first) => {
    // A row, its edge and its person, and the call that may fetch them.
    expect(cost(query, variables)).toBe(170 + first * (1 + 10 + 1 + 1));
  });
});

describe('references: two calls and an object for each', () => {
  const entities =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { oathDevices { id } } } }';
  const references = (count: number): object[] =>
    Array.from({ length: count }, (_, n) => ({ __typename: 'User', id: `${n}` }));
  test.each([
    ['none', [], 0],
    ['one', references(1), 1],
    ['a hundred', references(100), 100],
    ['two hundred, which the field refuses', references(200), 200],
    ['not sent', undefined, 100],
    ['no list', { __typename: 'User' }, 100],
  ])('%s', (_label, of, count) => {
    expect(cost(entities, of === undefined ? {} : { of })).toBe(count * (1 + 2 * 10 + 15));
  });
});

test.each([
  ['resetOathDevices', 'input: { target: { me: true } }', 80],
  ['resetPushDevices', 'input: { target: { me: true } }', 80],
  ['removeDevice', 'input: { target: { me: true }, kind: OATH, deviceId: "x" }', 80],
  ['renameDevice', 'input: { target: { me: true }, kind: OATH, deviceId: "x", name: "y" }', 100],
])('%s costs its calls', (name, given, points) => {
  expect(cost(`mutation { ${name}(${given}) { outcome } }`)).toBe(points + 1);
});

describe('the form of a document', () => {
  const list = 10 + 5;
  test.each([
    ['aliases count each', '{ a: me { id } b: me { id } }', 22],
    ['a field that stands twice counts twice', '{ me { id } me { id } }', 22],
    ['a fragment', '{ me { ...F } } fragment F on User { oathDevices { id } }', 11 + list],
    [
      'a fragment that is spread twice',
      '{ me { ...F ...F } } fragment F on User { oathDevices { id } }',
      11 + 2 * list,
    ],
    [
      'a fragment in a fragment',
      '{ ...A } fragment A on Query { me { ...B } } fragment B on User { oathDevices { id } }',
      11 + list,
    ],
    ['an inline fragment', '{ ... on Query { me { ... { oathDevices { id } } } } }', 11 + list],
    [
      'fragments of a kind of device',
      '{ me { devices(kinds: [PROFILE]) { id ... on ProfileDevice { ... on ProfileDevice { data { model } } } } } }',
      11 + 10 + 5 * (1 + 10 + 1),
    ],
    ['what is skipped', '{ me @skip(if: true) { id } }', 11],
    ['what is not included', '{ ... @include(if: false) { me { id } } }', 11],
  ])('%s', (_label, query, points) => {
    expect(cost(query)).toBe(points);
  });
});

test('the limit is accepted, a point more is refused with both numbers', () => {
  expect(costRefusal(100, 100)).toBeNull();
  expect(costRefusal(101, 100)).toMatchObject({
    code: 'OPERATION_TOO_LARGE',
    message: 'The operation may cost 101 points, more than the limit of 100.',
    facts: { most: 100, points: 101 },
  });
});

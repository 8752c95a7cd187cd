/** Plans: nothing is shared between runs, and nothing goes on behind an answer. */
import { beforeAll, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { noDeadline } from '../../src/am/deadline.ts';
import { GroupDirectory } from '../../src/am/people/groups.ts';
import { unrecorded } from '../../src/ledger/unrecorded.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { readDocument } from '../../src/documents/document.ts';
import { createUserIdRule } from '../../src/domain/user-id.ts';
import { createEngine } from '../../src/execution/engine.ts';
import type { OperationRequest } from '../../src/execution/engine.ts';
import type { Values } from '../../src/execution/plans/plan.ts';
import { preparePlans } from '../../src/execution/plans/plans.ts';
import { prepareOperation } from '../../src/execution/plans/prepare-operation.ts';
import type { PreparedOperation } from '../../src/execution/plans/prepare-operation.ts';
import { createSchema } from '../../src/graph/build-schema.ts';
import { RequestContext } from '../../src/graph/request/context.ts';
import { moments, operationOf } from './synthetic/run.ts';
import { syntheticSchema } from './synthetic/schema.ts';
import { World } from './synthetic/world.ts';

let schema: GraphQLSchema;

beforeAll(() => {
  schema = syntheticSchema();
});

function prepared(text: string, of = schema): PreparedOperation {
  const document = parse(text);
  expect(validate(of, document)).toEqual([]);
  const operation = prepareOperation(of, document, operationOf(document));
  if (operation === null) throw new Error('the operation cannot be prepared');
  return operation;
}

async function callsOf(run: PreparedOperation, variables: Values): Promise<string> {
  const world = new World({ schema, seed: 'calls', faultRate: 0 });
  await run(world, variables);
  return world.calls.join();
}

test('a plan keeps nothing of the variables of an earlier run', async () => {
  const run = prepared('query Written($s0: String) { pick0(note: $s0) }');

  const calls = [
    await callsOf(run, { s0: 'first' }),
    await callsOf(run, { s0: 'second' }),
    await callsOf(run, {}),
  ];

  expect(calls.map((text) => [...new Set(text.match(/first|second/g))])).toEqual([
    ['first'],
    ['second'],
    [],
  ]);
});

test('no resolver gets the arguments of another run, variables or not', async () => {
  const plain = buildSchema('type Query { a(list: [Int!], text: String): Int b: Int }');
  const given: unknown[] = [];
  for (const field of Object.values(plain.getQueryType()?.getFields() ?? {})) {
    field.resolve = (_source, args) => void given.push(args);
  }
  const run = prepared('query Written { a(list: [1, 2], text: "x") b }', plain);

  await run(null, {});
  await run(null, {});

  const [one, none, other, noneAgain] = given;
  expect(one).toEqual({ list: [1, 2], text: 'x' });
  expect(other).toEqual(one);
  expect(other).not.toBe(one);
  expect(Reflect.get(Object(other), 'list')).not.toBe(Reflect.get(Object(one), 'list'));
  expect([none, noneAgain].map((args) => Object.isFrozen(args))).toEqual([true, true]);
});

test.each([
  ['a type that does not fit', { b1: 'yes' }],
  ['null where none may be', { b1: null }],
])('a plan leaves %s to graphql-js before anything runs', (_what, variables) => {
  const run = prepared('query Written($b1: Boolean!) { int0 pick0(flag: $b1) }');
  const world = new World({ schema, seed: 'null', faultRate: 0 });

  expect(run(world, variables)).toBeNull();
  expect(world.calls).toEqual([]);
});

test.each(['@skip(if: $b1)', '@include(if: $b1)', '... @skip(if: $b1)'])(
  'an operation with %s by a variable is not prepared',
  (where) => {
    const field = where.startsWith('...') ? `${where} { int0 }` : `int0 ${where}`;
    const document = parse(`query Written($b1: Boolean!) { ${field} int1: int0 }`);

    expect(prepareOperation(schema, document, operationOf(document))).toBeNull();
  },
);

test('an operation that answers a field as __proto__ is not prepared', () => {
  const document = parse('query Written { __proto__: int0 }');

  expect(prepareOperation(schema, document, operationOf(document))).toBeNull();
});

test('a failure behind a failed list ends nothing', async () => {
  const list = buildSchema('type Query { cats: [Cat!] } type Cat { name: String! }');
  const cats = list.getQueryType()?.getFields()['cats'];
  if (cats === undefined) throw new Error('there is no such field');
  const late = async (): Promise<never> => {
    await moments();
    throw new Error('late');
  };
  cats.resolve = () => [{ name: late }, new Error('at once')];

  const result = await prepared('query Written { cats { name } }', list)(null, {});
  await moments();

  expect(result?.data).toEqual({ cats: null });
  expect(result?.errors?.map(({ message }) => message)).toEqual(['at once']);
});

const gatewaySchema: GraphQLSchema = await createSchema({ federation: false });

const plain = `
  query Flavor { capabilities { product } }
  query Other($id: ID!) { user(id: $id) { id } }
`;
const conditional = 'query Flavor($is: Boolean!) { capabilities { product @include(if: $is) } }';
const always = 'query Flavor { capabilities { product @include(if: true) } }';

interface Try {
  readonly what: string;
  readonly text?: string;
  readonly isTrusted?: boolean;
  readonly operationName?: string | null;
  readonly variables?: OperationRequest['variables'];
  readonly by: 'Apollo' | 'a plan';
}

test.each<Try>([
  { what: 'a document that is not trusted', isTrusted: false, by: 'Apollo' },
  { what: 'a trusted document', by: 'a plan' },
  { what: 'a condition that never varies', text: always, by: 'a plan' },
  { what: 'a condition by a variable', text: conditional, variables: { is: true }, by: 'Apollo' },
  { what: 'no operation named of several', operationName: null, by: 'Apollo' },
  { what: 'an unknown operation', operationName: 'None', by: 'Apollo' },
  { what: 'a variable that is missing', operationName: 'Other', by: 'Apollo' },
  {
    what: 'a variable of the wrong type',
    operationName: 'Other',
    variables: { id: {} },
    by: 'Apollo',
  },
])('$what is run by $by', async ({ by, text = plain, isTrusted = true, ...about }) => {
  const { operationName = 'Flavor', variables = {} } = about;
  const { engine, document } = stageFor(text, { isTrusted, costLimit: 100 });

  const { data } = await engine.run({ document, operationName, variables }, aContext());

  expect(data).toMatchObject(by === 'Apollo' ? { by } : { capabilities: { product: 'PINGAM' } });
});

test.each([true, false])('too high a cost is refused, trusted or not (%s)', async (isTrusted) => {
  const { engine, document } = stageFor(plain, { isTrusted, costLimit: 0 });
  const context = aContext();

  const answer = await engine.run({ document, operationName: 'Flavor', variables: {} }, context);

  expect(answer).toEqual({
    errors: [
      {
        message: 'The operation may cost 1 points, more than the limit of 0.',
        extensions: { code: 'OPERATION_TOO_LARGE', limit: 0, points: 1 },
      },
    ],
  });
  expect(context.record).toMatchObject({ points: 1, raised: [{ path: undefined }] });
});

function stageFor(
  text: string,
  { isTrusted, costLimit }: { readonly isTrusted: boolean; readonly costLimit: number },
): { engine: ReturnType<typeof createEngine>; document: OperationRequest['document'] } {
  const limits = { depth: 9, fields: 99, aliases: 9, people: 9 };
  const document = readDocument(
    { id: 'any', text },
    { schema: gatewaySchema, limits, introspection: false },
  );
  expect(document).toMatchObject({ refusal: null, error: null });
  const apollo = { run: async () => ({ data: { by: 'Apollo' } }), stop: async () => undefined };
  const plans = preparePlans(gatewaySchema, isTrusted ? [document] : []);
  return { document, engine: createEngine({ apollo, plans: () => plans, costLimit }) };
}

/** The context of nobody, who asks for nothing that AM knows. */
function aContext(): RequestContext {
  const { am, access } = loadConfig({ AM_URL: 'http://127.0.0.1:9/am' });
  return new RequestContext({
    correlationId: 'none',
    credential: null,
    own: null,
    service: null,
    verifyBearer: null,
    deadline: noDeadline,
    groups: new GroupDirectory({ lifetimeMs: 0, now: Date.now, warn: () => undefined }),
    startedAt: 0,
    settings: access,
    userIds: createUserIdRule(am.flavor, am.userIdPattern),
    product: { flavor: 'pingam', kinds: [] },
    subgraphSdl: null,
    ledger: unrecorded,
    changeLimits: { staff: [], person: [], own: [], searches: [] },
    warn: () => undefined,
    now: Date.now,
  });
}

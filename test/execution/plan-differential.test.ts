/** Plans against graphql-js: the same data, errors and calls of resolvers for thousands of generated operations. */
import { beforeAll, expect, test } from '@jest/globals';
import { execute, getVariableValues, parse, validate } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { prepareOperation } from '../../src/execution/plans/prepare-operation.ts';
import type { PreparedOperation } from '../../src/execution/plans/prepare-operation.ts';
import { moments, operationOf } from './synthetic/run.ts';
import { Draws } from './synthetic/seeded.ts';
import { syntheticSchema } from './synthetic/schema.ts';
import { variablesFor } from './synthetic/variables.ts';
import { World } from './synthetic/world.ts';
import { writeOperation } from './synthetic/query-writer.ts';

const batches = 21;
const perBatch = 100;
const runsEach = 2;

let schema: GraphQLSchema;

beforeAll(() => {
  schema = syntheticSchema();
});

/** What the generated runs have met; a generator that has gone blind would prove nothing. */
const met = new Map<string, number>();

test.each(Array.from({ length: batches }, (_none, batch) => batch))(
  'operations answer alike, batch %i',
  async (batch) => {
    const different: unknown[] = [];
    for (let index = 0; index < perBatch; index += 1) {
      different.push(...(await differencesOf(`${batch}/${index}`)));
    }

    expect(different).toEqual([]);
  },
);

test('the operations hold everything that can go wrong', () => {
  const runs = batches * perBatch * runsEach;
  const wanted = {
    errors: 0.2,
    'several errors': 0.02,
    'no data': 0.05,
    'calls of resolvers': 0.25,
    fragments: 0.5,
    conditions: 0.2,
    introspection: 0.05,
    mutations: 0.1,
  };

  expect(met.get('runs')).toBe(runs);
  const rare = Object.entries(wanted).filter(([what, part]) => (met.get(what) ?? 0) < part * runs);
  expect(rare).toEqual([]);
  expect(met.get('left to graphql-js')).toBeLessThan(0.06 * runs);
});

interface Sight {
  readonly data: string;
  readonly errors: readonly string[];
  readonly calls: readonly string[];
}

/** Runs one generated operation several times by one plan, each time beside graphql-js; tells what differs. */
async function differencesOf(seed: string): Promise<readonly unknown[]> {
  const draws = new Draws(seed);
  const operation = draws.chance(0.15) ? 'mutation' : 'query';
  const { text, operationName, variables: names } = writeOperation({ schema, draws, operation });
  const document = parse(text);
  const invalid = validate(schema, document).map(({ message }) => ({ seed, text, message }));
  const prepared = prepareOperation(schema, document, operationOf(document));
  if (prepared === null) return [{ seed, text, problem: 'cannot be prepared' }];
  const faultRate = draws.of([0, 0.02, 0.05, 0.15]);
  const different: unknown[] = [...invalid];
  for (let run = 0; run < runsEach; run += 1) {
    const variables = variablesFor(names, draws);
    const about = { text, seed: `${seed}/${run}`, faultRate, document, operationName, variables };
    const byPlan = await sightOfPlan(prepared, about);
    const byGraphqlJs = await sightOfGraphqlJs(about);
    note(byGraphqlJs, { text, isLeft: byPlan === null });
    const wanted = isLeft(about) ? null : byGraphqlJs;
    if (JSON.stringify(byPlan) !== JSON.stringify(wanted)) {
      different.push({ seed, text, variables, byPlan, wanted });
    }
  }
  return different;
}

interface Run {
  readonly text: string;
  readonly seed: string;
  readonly faultRate: number;
  readonly document: DocumentNode;
  readonly operationName: string;
  readonly variables: Record<string, unknown>;
}

async function sightOfPlan(prepared: PreparedOperation, run: Run): Promise<Sight | null> {
  const world = new World({ schema, ...run });
  const result = prepared(world, run.variables);
  return result === null ? null : sightOf(await result, world);
}

async function sightOfGraphqlJs(run: Run): Promise<Sight> {
  const world = new World({ schema, ...run });
  const { document, operationName, variables: variableValues } = run;
  const about = { schema, document, operationName, variableValues, contextValue: world };
  return leniently(async () => sightOf(await execute(about), world));
}

/**
 * graphql-js forgets promises of items where their list fails at once. One that fails then would fail the test
 * here, and end a process elsewhere; so for the time of the work no failure is missed. Plans forget none.
 */
async function leniently<T>(work: () => Promise<T>): Promise<T> {
  const { then } = Promise.prototype;
  const lenient = function (this: Promise<unknown>, ...reactions: unknown[]): unknown {
    const next: unknown = Reflect.apply(then, this, reactions);
    void Reflect.apply(then, next, [undefined, () => undefined]);
    return next;
  };
  Reflect.set(Promise.prototype, 'then', lenient);
  try {
    return await work();
  } finally {
    Reflect.set(Promise.prototype, 'then', then);
  }
}

/** The answer, and every call: also those that come after an answer that was given up early. */
async function sightOf({ data, errors = [] }: ExecutionResult, world: World): Promise<Sight> {
  await moments();
  return {
    data: JSON.stringify(data),
    errors: errors.map((error) => textOf(error)),
    calls: world.calls,
  };
}

function textOf({ message, path, locations, extensions }: GraphQLError): string {
  return JSON.stringify({ message: withoutValue(message), path, locations, extensions });
}

/**
 * Where graphql-js quotes the value that it could not show, ours does not: the message goes to the log, which holds
 * nothing of anybody. Types that cannot be told are one sentence, too. Clients see none of it.
 */
function withoutValue(message: string): string {
  return message
    .replace(/^(Expected value of type "\w+") but got: .*\.$/s, '$1.')
    .replace(
      /^Expected `(\w+)\.serialize\(.*\)` to return non-nullable value, returned: .*$/s,
      'Expected `$1.serialize` to return non-nullable value.',
    )
    .replace(
      /^(?:Abstract type "\w+" (?:must resolve to|was resolved to)|Runtime Object type "\w+" is not) .*$/s,
      'a type that cannot be told',
    );
}

/** Whether it is for graphql-js to answer: the variables do not fit. */
function isLeft({ document, variables }: Run): boolean {
  const { variableDefinitions = [] } = operationOf(document);
  return getVariableValues(schema, variableDefinitions, variables).coerced === undefined;
}

function note(
  { data, errors, calls }: Sight,
  about: { readonly text: string; readonly isLeft: boolean },
): void {
  const { text } = about;
  const count = (what: string, is: boolean): void =>
    void met.set(what, (met.get(what) ?? 0) + (is ? 1 : 0));
  count('runs', true);
  count('left to graphql-js', about.isLeft);
  count('errors', errors.length > 0);
  count('several errors', errors.length > 2);
  count('no data', data === 'null');
  count('calls of resolvers', calls.length > 3);
  count('fragments', text.includes('fragment'));
  count('conditions', /@(?:skip|include)\(if: (?:true|false)/.test(text));
  count('introspection', /__(?:schema|type)\b/.test(text));
  count('mutations', text.includes('mutation'));
}

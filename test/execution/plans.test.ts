/** Plans: what they keep, what they leave to graphql-js, and that nothing goes on behind an answer. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Values } from '../../src/execution/plan.ts';
import { Plans } from '../../src/execution/plans.ts';
import type { PreparedOperation } from '../../src/execution/plans.ts';
import { moments, operationOf } from './synthetic/run.ts';
import { syntheticSchema } from './synthetic/schema.ts';
import { World } from './synthetic/world.ts';

let schema: GraphQLSchema;

beforeAll(() => {
  schema = syntheticSchema();
});

describe('a plan', () => {
  const prepared = (text: string): PreparedOperation => {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    return new Plans(schema).of(document, operationOf(document));
  };
  const callsOf = async (plan: PreparedOperation, variables: Values): Promise<string> => {
    const world = new World({ schema, seed: 'calls', faultRate: 0 });
    await plan.run(world, variables);
    return world.calls.join();
  };

  test('keeps nothing of the variables of an earlier run', async () => {
    const plan = prepared(
      'query Written($s0: String, $b0: Boolean!) { pick0(note: $s0) @include(if: $b0) }',
    );

    const calls = [
      await callsOf(plan, { s0: 'first', b0: true }),
      await callsOf(plan, { s0: 'second', b0: true }),
      await callsOf(plan, { s0: 'third', b0: false }),
      await callsOf(plan, { b0: true }),
    ];

    expect(calls.map((text) => /first|second|third|pick0/g.exec(text)?.[0] ?? '')).toEqual([
      'pick0',
      'pick0',
      '',
      'pick0',
    ]);
    expect(calls.map((text) => [...new Set(text.match(/first|second|third/g))])).toEqual([
      ['first'],
      ['second'],
      [],
      [],
    ]);
  });

  test('is made for sixteen ways that conditions turn out, and no more', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const plan = prepared(
      `query Written(${names.map((name) => `$${name}: Boolean!`).join(' ')}) {
        ${names.map((name) => `${name}: int0 @include(if: $${name})`).join(' ')} __typename
      }`,
    );
    const ways = Array.from({ length: 32 }, (_none, way) =>
      Object.fromEntries(names.map((name, bit) => [name, ((way >> bit) & 1) === 1])),
    );
    const run = (way: Values): unknown =>
      plan.run(new World({ schema, seed: 'ways', faultRate: 0 }), way);

    const first = ways.map((way) => run(way) !== null);
    const again = ways.map((way) => run(way) !== null);

    expect(first).toEqual(ways.map((_way, index) => index < 16));
    expect(again).toEqual(first);
    await expectSameData(plan, ways.slice(0, 16), names);
  });

  const expectSameData = async (
    plan: PreparedOperation,
    ways: readonly Values[],
    names: readonly string[],
  ): Promise<void> => {
    for (const way of ways) {
      const result = await plan.run(new World({ schema, seed: 'ways', faultRate: 0 }), way);
      const wanted = [...names.filter((name) => way[name] === true), '__typename'];
      expect(Object.keys(result?.data ?? {})).toEqual(wanted);
    }
  };

  test.each([
    ['a condition that is null', { b1: null }],
    ['a condition that is no boolean', { b1: 'yes' }],
  ])('leaves %s to graphql-js before anything runs', (_what, variables) => {
    const plan = prepared('query Written($b1: Boolean = true) { int0 @skip(if: $b1) pick0 }');
    const world = new World({ schema, seed: 'null', faultRate: 0 });

    expect(plan.run(world, variables)).toBeNull();
    expect(world.calls).toEqual([]);
  });

  test('lets a failure behind a failed list end nothing', async () => {
    const list = buildSchema('type Query { cats: [Cat!] } type Cat { name: String! }');
    const document = parse('query Written { cats { name } }');
    const cats = list.getQueryType()?.getFields()['cats'];
    if (cats === undefined) throw new Error('there is no such field');
    const late = async (): Promise<never> => {
      await moments();
      throw new Error('late');
    };
    cats.resolve = () => [{ name: late }, new Error('at once')];

    const result = await new Plans(list).of(document, operationOf(document)).run(null, {});
    await moments();

    expect(result?.data).toEqual({ cats: null });
    expect(result?.errors?.map(({ message }) => message)).toEqual(['at once']);
  });
});

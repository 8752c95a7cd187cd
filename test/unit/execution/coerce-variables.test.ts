/** Variables come out as graphql-js coerces them; what does not fit is left to it. */
import { describe, expect, test } from '@jest/globals';
import { buildSchema, getVariableValues, Kind, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { coercerOf } from '../../../src/execution/coerce-variables.ts';

const schema = buildSchema(`
  enum Kind { OATH PUSH }
  input Named { id: ID! }
  type Query { any: Int }
`);

const definitions = [
  '$v: Int',
  '$v: Int!',
  '$v: Int = 7',
  '$v: Int! = 7',
  '$v: Int = null',
  '$v: ID',
  '$v: ID!',
  '$v: String = "seven"',
  '$v: Boolean!',
  '$v: Float',
  '$v: Kind',
  '$v: Kind! = PUSH',
  '$v: [Int]',
  '$v: [Kind!]! = [OATH]',
  '$v: Named',
  '$v: Int, $w: ID! = 3',
] as const;

const given: readonly object[] = [
  {},
  { v: null },
  { v: 7 },
  { v: '7' },
  { v: 7.5 },
  { v: true },
  { v: 'OATH' },
  { v: 'constructor' },
  { v: [7] },
  { v: ['OATH', 'PUSH'] },
  { v: { id: 'x' } },
  { v: { other: 'x' } },
  { v: 7, w: 'own', x: 'not asked for' },
];

describe.each(definitions)('query (%s)', (text) => {
  const operation = operationIn(`query (${text}) { any }`);
  const coerce = coercerOf(schema, operation);

  test.each(given)('with %j', (variables) => {
    const values = { ...variables };
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], values);

    expect(coerce(values)).toEqual(coerced ?? null);
  });
});

function operationIn(text: string): OperationDefinitionNode {
  const [first] = parse(text).definitions;
  if (first?.kind === Kind.OPERATION_DEFINITION) return first;
  throw new TypeError('not an operation');
}

/** Introspection by tools works within the limits, if introspection is on. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import { RenameDeviceDocument } from '../../packages/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import { useStage } from '../support/stage.ts';
import { post } from './by-hash.ts';

const stage = useStage();

const everything = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
};

const queries = [
  {
    tool: 'graphql-js with every option, as codegen asks',
    query: getIntrospectionQuery(everything),
  },
  { tool: 'Rover, of a subgraph', query: 'query SubgraphIntrospectQuery { _service { sdl } }' },
  {
    tool: 'a tool that starts at a type',
    query: `{ __type(name: "User") { ...FullType } } ${fragmentsOf(getIntrospectionQuery(everything))}`,
  },
];

test.each(queries)('$tool is answered', async ({ query }) => {
  const answer = await post(stage.gateway, { query });

  expect([answer.status, codesOf(answer)]).toEqual([200, []]);
});

test.each([
  ['of a field', { query: '{ me { usernam } }' }, 'Did you mean "username"'],
  [
    'of an input field in variables, by the id of a trusted document',
    {
      documentId: `sha256:${RenameDeviceDocument.__meta__.hash}`,
      variables: { input: { nam: 'x' } },
    },
    'Did you mean "name"',
  ],
])('an error suggests the nearest name %s', async (_label, body, suggestion) => {
  const answer = await post(stage.gateway, body);

  expect(answer.errors.map(({ message }) => message).join(' ')).toContain(suggestion);
});

test('the answer is the schema, with its descriptions', async () => {
  const answer = await post(stage.gateway, { query: getIntrospectionQuery(everything) });

  const introspection: IntrospectionQuery = JSON.parse(JSON.stringify(answer.data));
  const schema = buildClientSchema(introspection);
  expect(schema.getType('User')?.description).toMatch(/\w{4,}/);
  expect(printSchema(schema)).toContain(
    await readFile('schema/schema.graphql', 'utf8').then(userOf),
  );
});

const typeRefs = (depth: number): string =>
  `${'ofType { '.repeat(depth)} name ${'}'.repeat(depth)}`;

test.each([
  {
    what: 'fields of fields of fields',
    query: `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} } '.repeat(4)} } } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    what: 'more tokens than allowed',
    query: `{ __schema { types { ${'...F '.repeat(250)} } } } fragment F on __Type { ${typeRefs(5)} }`,
    code: 'OPERATION_TOO_LARGE',
  },
  {
    what: 'a fragment of the schema with a person in it',
    query: `{ me { ...F } } fragment F on __Type { ${'oathDevices { owner { '.repeat(6)} id ${'} } '.repeat(6)} }`,
    code: 'OPERATION_TOO_LARGE',
  },
])('refuses nested introspection: $what', async ({ query, code }) => {
  const answer = await post(stage.gateway, { query });

  expect([answer.data, codesOf(answer)]).toEqual([null, [code]]);
});

function fragmentsOf(query: string): string {
  return query.slice(query.indexOf('fragment '));
}

/** Returns one type of an SDL. */
function userOf(sdl: string): string {
  return /^type User [^}]+}/m.exec(sdl)?.[0] ?? 'no User';
}

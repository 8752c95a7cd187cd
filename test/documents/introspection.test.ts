/** Tools read the schema by their own introspection query, within the limits, wherever introspection is on. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { codesOf } from '../support/gateway.ts';
import { onStage, useStage } from '../support/stage.ts';
import { post } from './by-hash.ts';

const run = promisify(execFile);
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
  { tool: 'graphql-js', query: getIntrospectionQuery() },
  {
    tool: 'graphql-js with every option, as codegen asks',
    query: getIntrospectionQuery(everything),
  },
  {
    tool: 'GraphiQL',
    query: getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }),
  },
  { tool: 'Rover', query: roverQuery() },
  { tool: 'Rover, of a subgraph', query: 'query SubgraphIntrospectQuery { _service { sdl } }' },
  {
    tool: 'a tool that begins at a type',
    query: `{ __type(name: "User") { ...FullType } } ${fragmentsOf(getIntrospectionQuery(everything))}`,
  },
];

test.each(queries)('$tool is answered', async ({ query }) => {
  const answer = await post(stage.gateway, { query });

  expect([answer.status, codesOf(answer)]).toEqual([200, []]);
});

test('the answer is the schema, with its descriptions', async () => {
  const answer = await post(stage.gateway, { query: getIntrospectionQuery(everything) });

  const told: IntrospectionQuery = JSON.parse(JSON.stringify(answer.data));
  const schema = buildClientSchema(told);
  expect(schema.getType('User')?.description).toMatch(/\w{4,}/);
  expect(printSchema(schema)).toContain(
    await readFile('schema/schema.graphql', 'utf8').then(userOf),
  );
});

test('graphql-codegen reads it from the address', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'by-url-'));
  const generated = join(folder, 'operations.ts');
  const config = {
    schema: `${stage.gateway.url}/graphql`,
    documents: resolve('schema/operations/*.graphql'),
    generates: { [generated]: { plugins: ['typescript-operations'] } },
  };
  await writeFile(join(folder, 'codegen.json'), JSON.stringify(config));

  await run(resolve('node_modules/.bin/graphql-codegen'), [
    '--config',
    join(folder, 'codegen.json'),
  ]);

  expect(await readFile(generated, 'utf8')).toContain('MyDevicesQuery');
  await rm(folder, { recursive: true });
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
    what: 'more fields than may be',
    query: `{ __schema { types { ${'...F '.repeat(100)} } } } fragment F on __Type { ${typeRefs(5)} }`,
    code: 'OPERATION_TOO_LARGE',
  },
  {
    what: 'a fragment within itself',
    query: '{ __schema { types { ...F } } } fragment F on __Type { ofType { ...F } }',
    code: 'OPERATION_TOO_LARGE',
  },
  {
    what: 'a fragment of the schema with a person in it',
    query: `{ me { ...F } } fragment F on __Type { ${'oathDevices { owner { '.repeat(6)} id ${'} } '.repeat(6)} }`,
    code: 'OPERATION_TOO_LARGE',
  },
  {
    what: 'brackets',
    query: `{ __schema { types { ${typeRefs(100)} } } }`,
    code: 'OPERATION_TOO_LARGE',
  },
])('$what in one another is refused', async ({ query, code }) => {
  const answer = await post(stage.gateway, { query });

  expect([answer.data, codesOf(answer)]).toEqual([null, [code]]);
});

test('only known documents: it is no known one', async () => {
  await onStage('pingam', { env: { TRUSTED_DOCUMENTS: 'only' } }, async ({ gateway }) => {
    const answer = await post(gateway, { query: getIntrospectionQuery() });

    expect(codesOf(answer)).toEqual(['DOCUMENT_NOT_TRUSTED']);
  });
});

function fragmentsOf(query: string): string {
  return query.slice(query.indexOf('fragment '));
}

/**
 * What `rover graph introspect` of Rover 0.41 sends, but for blanks. Its package cannot be among the dependencies: npm finds no
 * binaries of it for some of the systems that the lock file has to name.
 */
function roverQuery(): string {
  const reference = `kind name${' ofType { kind name'.repeat(7)}${' }'.repeat(7)}`;
  const deprecation = 'isDeprecated deprecationReason';
  return `query GraphIntrospectQuery {
    __schema {
      queryType { name } mutationType { name } subscriptionType { name }
      types { ...FullType }
      directives { name description locations args { ...InputValue } }
    }
  }
  fragment FullType on __Type {
    kind name description
    fields(includeDeprecated: true) {
      name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } ${deprecation}
    }
    inputFields(includeDeprecated: true) { ...InputValue }
    interfaces { ...TypeRef }
    enumValues(includeDeprecated: true) { name description ${deprecation} }
    possibleTypes { ...TypeRef }
  }
  fragment InputValue on __InputValue {
    name description type { ...TypeRef } defaultValue ${deprecation}
  }
  fragment TypeRef on __Type { ${reference} }`;
}

/** One type of an SDL, printed. */
function userOf(sdl: string): string {
  return /^type User [^}]+}/m.exec(sdl)?.[0] ?? 'no User';
}

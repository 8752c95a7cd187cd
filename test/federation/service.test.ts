/** Where the subgraph tells its schema, and where it is no subgraph at all (security D5). */
import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Stages } from '../access/stages.ts';
import { codesOf } from '../support/gateway.ts';
import { entitiesQuery, toUser } from './references.ts';

const stages = new Stages();
afterAll(() => stages.close());

const service = '{ _service { sdl } }';
const bob = { of: [toUser('bob')] };

test('in development anybody may ask for the schema, and gets the file', async () => {
  const { gateway, sandbox } = await stages.with();

  const { data, errors } = await gateway.ask(service);

  const sdl = await readFile('schema/subgraph.graphql', 'utf8');
  expect([data, errors]).toEqual([{ _service: { sdl } }, []]);
  expect(sandbox.received()).toEqual([]);
});

describe('in production', () => {
  const env = { NODE_ENV: 'production' };

  test.each(['nobody', 'alice', 'helen', 'amadmin'])(
    'the schema is told to nobody: %s',
    async (name) => {
      const { gateway, peer, sandbox } = await stages.with(env);
      const as = name === 'nobody' ? {} : await peer.signIn(name);
      sandbox.clearReceived();

      const answer = await gateway.ask(service, as);

      expect([answer.data, codesOf(answer)]).toEqual([null, ['FORBIDDEN']]);
      expect(answer.text).not.toContain('@key');
      expect(sandbox.received()).toEqual([]);
    },
  );

  test.each([
    '{ __schema { queryType { name } } }',
    '{ __type(name: "_Entity") { name } }',
    '{ _servic { sdl } }',
  ])('neither introspection nor a hint tells it: %s', async (query) => {
    const answer = await (await stages.with(env)).gateway.ask(query);

    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.text).not.toMatch(/Did you mean|_service|User/);
  });

  test('references are resolved all the same', async () => {
    const { gateway, peer } = await stages.with(env);
    const of = [toUser('bob'), toUser('bella', { realm: 'beta' })];

    const answer = await gateway.ask(entitiesQuery(), await peer.signIn('helen'), { of });

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null] });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });
});

test.each([
  ['_service', service, { FEDERATION: 'off' }],
  ['_entities', entitiesQuery(), { FEDERATION: 'off' }],
  ['_Any', 'query ($of: _Any) { viewer { realm } }', { FEDERATION: 'off' }],
  ['_Entity', '{ viewer { ... on _Entity { __typename } } }', { FEDERATION: 'off' }],
  ['_entities', entitiesQuery(), { TRUSTED_DOCUMENTS: 'only' }],
])('nobody is served %s: %s with %j', async (_name, query, env) => {
  const { gateway, peer, sandbox } = await stages.with(env);
  const as = await peer.signIn('helen');
  sandbox.clearReceived();

  const answer = await gateway.ask(query, as, bob);

  const code = 'FEDERATION' in env ? 'GRAPHQL_VALIDATION_FAILED' : 'DOCUMENT_NOT_TRUSTED';
  expect([answer.data, new Set(codesOf(answer))]).toEqual([null, new Set([code])]);
  expect(sandbox.received()).toEqual([]);
});

test('with FEDERATION=off everything else is as it is', async () => {
  const { gateway, peer } = await stages.with({ FEDERATION: 'off' });

  const answer = await gateway.ask('{ me { id realm } }', await peer.signIn('alice'));

  expect(answer.data).toEqual({ me: { id: 'alice', realm: 'alpha' } });
});

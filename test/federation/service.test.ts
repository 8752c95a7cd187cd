/** Where the subgraph tells its schema, and where it is no subgraph at all (security D5). */
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openStage } from '../access/cast.ts';
import type { Stage } from '../access/cast.ts';
import { codesOf } from '../support/gateway.ts';
import { entitiesQuery, toUser } from './references.ts';

let stage: Stage;

afterEach(() => stage?.close());

const service = '{ _service { sdl } }';

describe('in development', () => {
  test('anybody may ask for the schema, and gets the file', async () => {
    stage = await openStage();

    const { data, errors } = await stage.gateway.ask(service);

    const sdl = await readFile('schema/subgraph.graphql', 'utf8');
    expect([data, errors]).toEqual([{ _service: { sdl } }, []]);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

describe('in production', () => {
  const env = { NODE_ENV: 'production' };

  test.each(['nobody', 'alice', 'helen', 'amadmin'])(
    'the schema is told to nobody: %s',
    async (name) => {
      stage = await openStage('pingam', { env });
      const as = name === 'nobody' ? {} : await stage.peer.signIn(name);
      stage.sandbox.clearReceived();

      const answer = await stage.gateway.ask(service, as);

      expect(answer.data).toBeNull();
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
      expect(answer.text).not.toContain('@key');
      expect(stage.sandbox.received()).toEqual([]);
    },
  );

  test('introspection tells it neither', async () => {
    stage = await openStage('pingam', { env });

    const answers = [
      await stage.gateway.ask('{ __schema { queryType { name } } }'),
      await stage.gateway.ask('{ __type(name: "_Entity") { name } }'),
      await stage.gateway.ask('{ _servic { sdl } }'),
    ];

    expect(answers.flatMap(codesOf)).toEqual(answers.map(() => 'GRAPHQL_VALIDATION_FAILED'));
    expect(answers.map(({ text }) => text).join()).not.toMatch(/Did you mean|_service|User/);
  });

  test('references are resolved all the same', async () => {
    stage = await openStage('pingam', { env });
    const as = await stage.peer.signIn('helen');
    const of = [toUser('bob'), toUser('bella', { realm: 'beta' })];

    const answer = await stage.gateway.ask(entitiesQuery(), as, { of });

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null] });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });
});

describe('with FEDERATION=off', () => {
  test.each([
    ['_service', service],
    ['_entities', entitiesQuery()],
    ['_Any', 'query ($of: _Any) { viewer { realm } }'],
    ['_Entity', '{ viewer { ... on _Entity { __typename } } }'],
  ])('nobody knows %s', async (_name, query) => {
    stage = await openStage('pingam', { env: { FEDERATION: 'off' } });
    const as = await stage.peer.signIn('helen');
    stage.sandbox.clearReceived();

    const answer = await stage.gateway.ask(query, as, { of: [toUser('bob')] });

    expect(answer.data).toBeNull();
    expect(new Set(codesOf(answer))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('everything else is as it is', async () => {
    stage = await openStage('pingam', { env: { FEDERATION: 'off' } });

    const answer = await stage.gateway.ask('{ me { id realm } }', await stage.peer.signIn('alice'));

    expect(answer.data).toEqual({ me: { id: 'alice', realm: 'alpha' } });
  });
});

test('with TRUSTED_DOCUMENTS=only a router’s own documents are refused', async () => {
  stage = await openStage('pingam', { env: { TRUSTED_DOCUMENTS: 'only' } });
  const as = await stage.peer.signIn('helen');
  stage.sandbox.clearReceived();

  const answer = await stage.gateway.ask(entitiesQuery(), as, { of: [toUser('bob')] });

  expect(codesOf(answer)).toEqual(['DOCUMENT_NOT_TRUSTED']);
  expect(stage.sandbox.received()).toEqual([]);
});

/** What is no reference is refused alone; how a proper one is written makes no difference (security A6, C). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callsAbout } from '../access/received.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { callsBeyondSession, entitiesQuery, refusalsOf, toUser } from './references.ts';

let stage: Stage;
let alice: SessionHeader;
let helen: SessionHeader;

beforeAll(async () => {
  stage = await openStage('pingam', { env: everyCallerEnv() });
  alice = await stage.peer.signIn('alice');
  helen = await stage.peer.signIn('helen');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

function ask(of: readonly unknown[], selection = 'id'): ReturnType<Stage['gateway']['ask']> {
  return stage.gateway.ask(entitiesQuery(selection), helen, { of });
}

describe('a reference that is none', () => {
  const bob = { __typename: 'User', id: 'bob', realm: 'alpha' };
  test.each<readonly [label: string, reference: unknown, argument?: string]>([
    ['without a type', { id: 'bob', realm: 'alpha' }],
    ['to another type', { ...bob, __typename: 'OathDevice' }],
    ['to the root', { __typename: 'Query' }],
    ['to a type that is none', { ...bob, __typename: 'Person' }],
    ['to a type in other letters', { ...bob, __typename: 'user' }],
    ['to a list of types', { ...bob, __typename: ['User'] }],
    ['without an id', { __typename: 'User', realm: 'alpha' }],
    ['with the id null', { ...bob, id: null }],
    ['with a number for id', { ...bob, id: 7 }],
    ['with a list for id', { ...bob, id: ['bob'] }],
    ['with an object for id', { ...bob, id: { id: 'bob' } }],
    ['with true for id', { ...bob, id: true }],
    ['with an empty id', { ...bob, id: '' }],
    ['by the user name only', { __typename: 'User', username: 'bob' }],
    ['with a number for realm', { ...bob, realm: 7 }],
    ['with a list for realm', { ...bob, realm: ['alpha'] }],
    ['with an empty realm', { ...bob, realm: '' }, 'realm'],
    ['with a realm that is not served', { ...bob, realm: 'gamma' }, 'realm'],
    ['that is a text', 'User'],
    ['that is a number', 7],
    ['that is a list', [{ __typename: 'User', id: 'bob' }]],
    ['that is true', true],
    ['that is empty', {}],
  ])(
    '%s is refused alone, before AM is asked',
    async (_label, reference, argument = 'representations') => {
      const variables = { of: [reference] };
      for (const as of [{}, alice, helen]) {
        stage.sandbox.clearReceived();
        const answer = await stage.gateway.ask(entitiesQuery(), as, variables);

        expect(answer.data).toEqual({ _entities: [null] });
        expect(answer.errors).toMatchObject([
          { path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT', argument } },
        ]);
        expect(stage.sandbox.received()).toEqual([]);
      }
    },
  );

  test('leaves the others alone', async () => {
    const answer = await ask([toUser('bob'), { id: 'dave' }, toUser('../dave'), toUser('vera')]);

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null, null, { id: 'vera' }] });
    expect(refusalsOf(answer)).toEqual(
      [1, 2].map((place) => [`_entities.${place}`, 'BAD_USER_INPUT']),
    );
  });

  test('that is null is refused by GraphQL itself', async () => {
    expect(codesOf(await ask([toUser('bob'), null]))).toEqual(['BAD_USER_INPUT']);
    expect(callsBeyondSession(stage.sandbox)).toEqual([]);
  });

  test('may hold more than a key, of which nothing counts', async () => {
    const more = {
      email: 'vera@example.com',
      username: 'vera',
      userId: 'vera',
      oathDevices: [{ id: 'planted' }],
      entry: 'uid=vera',
      privileged: false,
    };

    const answer = await ask(
      [{ ...toUser('bob'), ...more }],
      'id username email oathDevices { id }',
    );

    expect(answer.data).toMatchObject({
      _entities: [{ id: 'bob', username: 'bob', email: 'bob@example.com' }],
    });
    expect(answer.text).not.toMatch(/planted|vera/);
  });

  test('is null by the realm, which means that it is absent', async () => {
    const answer = await ask([{ __typename: 'User', id: 'bob', realm: null }]);

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }] });
  });
});

describe('references may be written', () => {
  const reference = '{ __typename: "User", id: "bob", realm: "alpha" }';
  const parts = 'query ($id: String, $realm: String)';

  test.each([
    ['as literals', `{ _entities(representations: [${reference}]) { ... on User { id } } }`],
    ['as one literal', `{ _entities(representations: ${reference}) { ... on User { id } } }`],
    [
      'with variables in them',
      `${parts} { _entities(representations: [{ __typename: "User", id: $id, realm: $realm }]) { ... on User { id } } }`,
    ],
    [
      'under an alias',
      `{ _entities: _entities(representations: [${reference}]) { ... { ... on User { id } } } }`,
    ],
    [
      'in fragments',
      `{ ...Root } fragment Root on Query { _entities(representations: [${reference}]) { ...Person } } fragment Person on User { id }`,
    ],
  ])('%s', async (_label, query) => {
    const variables = { id: 'bob', realm: 'alpha' };

    const seen = await stage.gateway.ask(query, helen, variables);
    stage.sandbox.clearReceived();
    const refused = await stage.gateway.ask(query, alice, variables);

    expect([seen.data, seen.errors]).toEqual([{ _entities: [{ id: 'bob' }] }, []]);
    expect([refused.data, refusalsOf(refused)]).toEqual([
      { _entities: [null] },
      [['_entities.0', 'FORBIDDEN']],
    ]);
    expect(callsAbout(stage.sandbox, { id: 'bob', realm: 'alpha' })).toEqual([]);
  });
});

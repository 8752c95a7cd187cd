/** `_entities` in bulk: how many references, in whatever way they are spread (security D3, F7). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { callsBeyondSession, entitiesQuery, personReads, toUser } from './references.ts';

let stage: Stage;
let alice: SessionHeader;
let helen: SessionHeader;

beforeAll(async () => {
  stage = await openStage('pingam', { env: everyCallerEnv() });
  await populate(stage, 110);
  alice = await stage.peer.signIn('alice');
  helen = await stage.peer.signIn('helen');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

/** References to so many different people. */
function crowd(count: number, from = 1): object[] {
  return Array.from({ length: count }, (_, index) => toUser(nameInCrowd(from + index)));
}

/** A document with an `_entities` field for each list of references, under aliases. */
function spread(lists: readonly (readonly object[])[]): { query: string; variables: object } {
  const names = lists.map((_, index) => `of${index}`);
  const given = names.map((name) => `$${name}: [_Any!]!`).join(', ');
  const fields = names.map(
    (name) => `e_${name}: _entities(representations: $${name}) { ... on User { id } }`,
  );
  return {
    query: `query (${given}) { ${fields.join(' ')} }`,
    variables: Object.fromEntries(names.map((name, index) => [name, lists[index]])),
  };
}

describe('security D3: references in one request', () => {
  test.each([
    ['in one list', [crowd(100)]],
    ['over two aliases', [crowd(50), crowd(50, 51)]],
  ])('may be a hundred, %s', async (_label, lists) => {
    const { query, variables } = spread(lists);

    const answer = await stage.gateway.ask(query, helen, variables);

    expect(answer.errors).toEqual([]);
    expect(answer.text.match(/"id":"zed/g)).toHaveLength(100);
  });

  test.each([
    ['helen', 101],
    ['helen', 150],
    ['alice', 101],
    ['nobody', 101],
  ])('of %s are never %i', async (name, count) => {
    const as = { helen, alice, nobody: {} }[name] ?? {};

    const answer = await stage.gateway.ask(entitiesQuery(), as, { of: crowd(count) });

    expect(answer.data).toBeNull();
    expect(answer.errors).toMatchObject([
      {
        message: 'The request has more than 100 references.',
        extensions: { code: 'OPERATION_TOO_LARGE', limit: 100 },
      },
    ]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test.each([
    ['two aliases', [crowd(50), crowd(51, 51)]],
    ['two aliases, the first one full', [crowd(100), crowd(1, 101)]],
    ['twenty aliases', Array.from({ length: 20 }, (_, index) => crowd(6, 6 * index))],
    ['two aliases that name the same people', [crowd(60), crowd(60)]],
    ['31 aliases, which are too many', Array.from({ length: 31 }, () => crowd(1))],
  ])('are counted over %s, before AM is asked', async (_label, lists) => {
    const { query, variables } = spread(lists);

    // A document that has been seen before is run in another way; then fifty connections at once (F7).
    for (const times of [1, 1, 1, 50]) {
      const answers = await Promise.all(
        Array.from({ length: times }, () => stage.gateway.ask(query, helen, variables)),
      );
      expect(answers.map(({ data }) => data)).toEqual(answers.map(() => null));
      const codes = answers.map((answer) => [...new Set(codesOf(answer))]);
      expect(codes).toEqual(answers.map(() => ['OPERATION_TOO_LARGE']));
    }
    expect(callsBeyondSession(stage.sandbox)).toEqual([]);
  });

  test('cost what they give: a hundred people with their devices are too much', async () => {
    const selection = 'id oathDevices { id } pushDevices { id } trustedDevices { id }';

    const answer = await stage.gateway.ask(entitiesQuery(selection), helen, { of: crowd(100) });

    expect([answer.data, codesOf(answer)]).toEqual([null, ['OPERATION_TOO_LARGE']]);
    expect(answer.errors[0]?.extensions).toMatchObject({ limit: 3000 });
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('in a batch of operations are refused', async () => {
    const one = { query: entitiesQuery(), variables: { of: crowd(60) } };

    const response = await stage.gateway.fetch({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...helen },
      body: JSON.stringify([one, one]),
    });

    expect(response.status).toBe(400);
    expect(stage.sandbox.received()).toEqual([]);
  });
});

test('security F7: over fifty connections at once, alice gets nothing but herself', async () => {
  const of = [...crowd(20), toUser('alice'), toUser('bob')];

  const answers = await Promise.all(
    Array.from({ length: 50 }, () => stage.gateway.ask(entitiesQuery(), alice, { of })),
  );

  const _entities = of.map((_, index) => (index === 20 ? { id: 'alice' } : null));
  expect(answers.map(({ data }) => data)).toEqual(answers.map(() => ({ _entities })));
  expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['FORBIDDEN']));
  expect(new Set(personReads(stage.sandbox))).toEqual(new Set(['alice']));
});

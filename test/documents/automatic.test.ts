/** Automatic persisted queries: off unless asked for, and no way around anything when on (security D13). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { onStage, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { byId, register, waysByGet, waysByHash, waysByPost } from './by-hash.ts';

const query = '{ me { realm } }';
const reset = 'mutation { resetOathDevices(input: {}) { outcome } }';
const notFound = ['PERSISTED_QUERY_NOT_FOUND'];

let stage: Stage;
let alice: SessionHeader;

beforeAll(async () => {
  stage = await openStage('pingam', { env: { APQ: 'on' } });
});
beforeEach(async () => {
  stage.restart();
  alice = await stage.peer.signIn('alice');
  stage.sandbox.clearReceived();
});
afterAll(() => stage?.close());

/** A document that no other test sends. */
function another(text: string): string {
  count += 1;
  return `${text} # ${count}`;
}
let count = 0;

test('is off unless it is asked for', async () => {
  await onStage('pingam', {}, async ({ gateway, peer }) => {
    const as = await peer.signIn('alice');

    expect((await register(gateway, query, as)).data).toEqual({ me: { realm: 'alpha' } });
    for (const [, send] of waysByHash) {
      expect(codesOf(await send(gateway, query, as))).toEqual(notFound);
    }
  });
});

test.each(waysByHash)('by %s: not found, sent, found', async (_label, send) => {
  const text = another(query);

  const first = await send(stage.gateway, text, alice);
  const sent = await register(stage.gateway, text, alice);
  const found = await send(stage.gateway, text, alice);

  expect(codesOf(first)).toEqual(notFound);
  expect([sent.data, found.data]).toEqual([{ me: { realm: 'alpha' } }, { me: { realm: 'alpha' } }]);
});

test.each(waysByPost)('by %s a change runs as by its text', async (_label, send) => {
  const text = another(reset);
  await register(stage.gateway, text, alice);

  expect((await send(stage.gateway, text, alice)).data).toEqual({
    resetOathDevices: { outcome: 'NOTHING_TO_RESET' },
  });
});

test.each(waysByGet)('by %s a change never runs', async (_label, send) => {
  const text = another(reset);
  await register(stage.gateway, text, {});
  stage.sandbox.clearReceived();

  const answer = await send(stage.gateway, text, alice);

  expect(answer.status).toBe(405);
  expect(stage.sandbox.received()).toEqual([]);
});

describe('what one caller has had remembered', () => {
  test('gives another one no rights', async () => {
    const text = another('{ user(id: "bob") { id } }');

    const own = await register(stage.gateway, text, await stage.peer.signIn('amadmin'));
    const others = [await byId(stage.gateway, text, alice), await byId(stage.gateway, text)];

    expect(own.data).toEqual({ user: { id: 'bob' } });
    expect(others.map(codesOf)).toEqual([['FORBIDDEN'], ['UNAUTHENTICATED']]);
  });

  test.each([
    ['too many fields', `{ me { ${'id '.repeat(501)} } }`, 'OPERATION_TOO_LARGE'],
    ['a subscription', 'subscription { me { id } }', 'BAD_USER_INPUT'],
  ])('is never a refused document: %s', async (_label, text, code) => {
    const refused = await register(stage.gateway, text, alice);
    const again = await byId(stage.gateway, text, alice);

    expect([refused.status, codesOf(refused), codesOf(again)]).toEqual([400, [code], notFound]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('is refused as often as it comes where it is invalid', async () => {
    const text = another('{ nothing }');
    const first = await register(stage.gateway, text, alice);

    const answers = [first];
    for (const [, send] of waysByHash) answers.push(await send(stage.gateway, text, alice));

    expect(answers.map(codesOf)).toEqual(answers.map(() => ['GRAPHQL_VALIDATION_FAILED']));
    expect(stage.sandbox.received()).toEqual([]);
  });
});

test('only a thousand are remembered, and the oldest is forgotten', async () => {
  const text = (n: number): string => `{ __typename } # ${n}`;
  for (let n = 0; n < 1_050; n += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, i) => register(stage.gateway, text(n + i))));
  }

  expect(codesOf(await byId(stage.gateway, text(0)))).toEqual(notFound);
  expect((await byId(stage.gateway, text(1_049))).data).toEqual({ __typename: 'Query' });
});

/** Automatic persisted queries: off unless asked for, and no way around anything when on (security D13). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onStage, openStage } from '../security/stage.ts';
import type { Stage } from '../security/stage.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { register, waysByHash, waysByPost } from './by-hash.ts';

const query = '{ me { realm } }';
const reset = 'mutation { resetOathDevices(input: {}) { outcome } }';

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
      expect(codesOf(await send(gateway, query, as))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    }
  });
});

test.each(waysByHash)('by %s: not found, sent, found', async (_label, send) => {
  const text = another(query);

  const first = await send(stage.gateway, text, alice);
  const sent = await register(stage.gateway, text, alice);
  const found = await send(stage.gateway, text, alice);

  expect(codesOf(first)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  expect([sent.data, found.data]).toEqual([{ me: { realm: 'alpha' } }, { me: { realm: 'alpha' } }]);
});

test.each(waysByPost)('by %s a change runs as by its text', async (_label, send) => {
  const text = another(reset);
  await register(stage.gateway, text, alice);

  expect((await send(stage.gateway, text, alice)).data).toEqual({
    resetOathDevices: { outcome: 'NOTHING_TO_RESET' },
  });
});

test.each(waysByHash.slice(3))('by %s a change never runs', async (_label, send) => {
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
    const amadmin = await stage.peer.signIn('amadmin');
    const [, send] = waysByHash[0] ?? [];

    const own = await register(stage.gateway, text, amadmin);
    const others = [
      await send?.(stage.gateway, text, alice),
      await send?.(stage.gateway, text, {}),
    ];

    expect(own.data).toEqual({ user: { id: 'bob' } });
    expect(others.map((answer) => answer && codesOf(answer))).toEqual([
      ['FORBIDDEN'],
      ['UNAUTHENTICATED'],
    ]);
  });

  test.each([
    ['too many fields', `{ me { ${'id '.repeat(501)} } }`, 400, 'OPERATION_TOO_LARGE'],
    ['a subscription', 'subscription { me { id } }', 400, 'BAD_USER_INPUT'],
  ])('is never a refused document: %s', async (_label, text, status, code) => {
    const refused = await register(stage.gateway, text, alice);
    const again = await waysByHash[0]?.[1](stage.gateway, text, alice);

    expect([refused.status, codesOf(refused)]).toEqual([status, [code]]);
    expect(again && codesOf(again)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('is refused as often as it comes where it is invalid', async () => {
    const text = another('{ nothing }');

    const answers = [
      await register(stage.gateway, text, alice),
      await waysByHash[0]?.[1](stage.gateway, text, alice),
      await waysByHash[1]?.[1](stage.gateway, text, alice),
    ];

    expect(answers.map((answer) => answer && codesOf(answer))).toEqual(
      answers.map(() => ['GRAPHQL_VALIDATION_FAILED']),
    );
    expect(stage.sandbox.received()).toEqual([]);
  });
});

test('documented operations stay known however many are remembered', async () => {
  for (let n = 0; n < 1_050; n += 1) await register(stage.gateway, `{ __typename } # ${n}`);

  const [first, last] = [0, 1_049].map((n) => `{ __typename } # ${n}`);
  const [, send] = waysByHash[0] ?? [];
  const forgotten = await send?.(stage.gateway, first ?? '');
  const kept = await send?.(stage.gateway, last ?? '');

  expect(forgotten && codesOf(forgotten)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  expect(kept?.data).toEqual({ __typename: 'Query' });
});

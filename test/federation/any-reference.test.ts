/** Whatever JSON a reference is: it is a proper one, or it is refused before AM is asked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { constant, constantFrom, jsonValue, oneof } from 'fast-check';
import { createUserIdRule } from '../../src/domain/user-id.ts';
import { codesOf } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { callsBeyondSession, entitiesQuery } from './references.ts';

let stage: Stage;
let callers: readonly SessionHeader[];

beforeAll(async () => {
  stage = await openStage('pingam', { env: everyCallerEnv() });
  const { signIn } = stage.peer;
  callers = [await signIn('amadmin'), await signIn('alice'), {}];
});
afterAll(() => stage?.close());

const rule = createUserIdRule('pingam');
const odd = constantFrom('../bob', 'bob?_action=reset', 'bob;x', 'id=bob', 'bo*', '', '.', 'bob\n');
const ids = oneof(
  constantFrom('bob', 'alice', 'BOB', 'not-there'),
  odd,
  fc.string({ unit: 'binary' }),
);
const near = fc.record(
  {
    __typename: oneof(
      { weight: 6, arbitrary: constant('User') },
      { weight: 1, arbitrary: jsonValue() },
    ),
    id: oneof({ weight: 6, arbitrary: ids }, { weight: 1, arbitrary: jsonValue() }),
    realm: oneof(constantFrom('alpha', 'beta', 'gamma', null, ''), jsonValue()),
    email: jsonValue(),
  },
  { requiredKeys: [] },
);
const polluted = fc.dictionary(
  constantFrom('__proto__', 'constructor', 'prototype', '__typename', 'id', 'toString', 'then'),
  oneof(near, jsonValue(), constant('User'), constant('bob')),
);
const reference = oneof(near, polluted, jsonValue());

/** Whether it is a reference that AM may be asked about, told by another reading than the resolver's. */
function isProper(given: unknown): boolean {
  const [type, id, realm] = ['__typename', 'id', 'realm'].map((name) =>
    Array.isArray(given) ? undefined : fieldAt(given, name),
  );
  const isServed = [undefined, null, 'alpha', 'beta'].some((known) => known === realm);
  return type === 'User' && typeof id === 'string' && rule.accepts(id) && isServed;
}

test('hundreds of lists of them', async () => {
  let proper = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(reference, { minLength: 1, maxLength: 4 }), async (all) => {
      const given: unknown = JSON.parse(JSON.stringify({ of: all }));
      const of = [fieldAt(given, 'of')].flat().filter((one) => one !== null);
      const expected = of.map(isProper);
      if (expected.includes(true)) proper += 1;
      for (const as of callers) {
        stage.sandbox.clearReceived();
        const answer = await stage.gateway.ask(entitiesQuery(), as, { of });

        const improper = of.flatMap((_, place) => (expected[place] === true ? [] : [place]));
        const refused = answer.errors.flatMap(({ path, extensions }) =>
          extensions.code === 'BAD_USER_INPUT' ? [path?.[1]] : [],
        );
        expect(codesOf(answer)).not.toContain('INTERNAL');
        expect(refused).toEqual(improper);
        const calls = callsBeyondSession(stage.sandbox);
        expect(expected.includes(true) ? [] : calls).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
  expect(proper).toBeGreaterThan(20);
}, 120_000);

test('whatever JavaScript can make', async () => {
  const [amadmin] = callers;
  await fc.assert(
    fc.asyncProperty(fc.anything(), async (given) => {
      stage.sandbox.clearReceived();
      const answer = await stage.gateway.ask(entitiesQuery(), amadmin, { of: sendable(given) });

      expect(codesOf(answer)).not.toContain('INTERNAL');
      expect(callsBeyondSession(stage.sandbox)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

/** What JSON makes of a value; null for what it cannot tell, such as a function. */
function sendable(value: unknown): unknown {
  const told = (_key: string, one: unknown): unknown => (typeof one === 'bigint' ? `${one}` : one);
  return JSON.parse(JSON.stringify(value, told) ?? 'null');
}

/** Whatever JSON a reference is: it is a proper one, or it is refused before AM is asked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  anything,
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  record,
  string,
} from 'fast-check';
import { createUserIdRule } from '../../src/domain/user-id.ts';
import { openStage } from '../access/cast.ts';
import type { Stage } from '../access/cast.ts';
import { fieldAt } from '../openam/am-rest.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { callsBeyondSession, entitiesQuery } from './references.ts';

let stage: Stage;
let callers: readonly SessionHeader[];

beforeAll(async () => {
  stage = await openStage();
  const { signIn } = stage.peer;
  callers = [await signIn('amadmin'), await signIn('alice'), {}];
});
afterAll(() => stage?.close());

const rule = createUserIdRule('pingam');
const odd = constantFrom('../bob', 'bob?_action=reset', 'bob;x', 'id=bob', 'bo*', '', '.', 'bob\n');
const ids = oneof(
  constantFrom('bob', 'alice', 'BOB', 'not-there'),
  odd,
  string({ unit: 'binary' }),
);
const near = record(
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
const polluted = dictionary(
  constantFrom('__proto__', 'constructor', 'prototype', '__typename', 'id', 'toString', 'then'),
  oneof(near, jsonValue(), constant('User'), constant('bob')),
);
const reference = oneof(near, polluted, jsonValue());

/** Whether it is a reference that AM may be asked about, told by another reading than the resolver's. */
function isProper(given: unknown): boolean {
  const [type, id, realm] = ['__typename', 'id', 'realm'].map((name) => ownOf(given, name));
  return (
    type === 'User' &&
    typeof id === 'string' &&
    rule.accepts(id) &&
    [undefined, null, 'alpha', 'beta'].some((known) => known === realm)
  );
}

function ownOf(given: unknown, name: string): unknown {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  return isObject && Object.hasOwn(given, name) ? fieldAt(given, name) : undefined;
}

test('hundreds of lists of them', async () => {
  let proper = 0;
  await assert(
    asyncProperty(array(reference, { minLength: 1, maxLength: 4 }), async (all) => {
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
    { numRuns: 350 },
  );
  expect(proper).toBeGreaterThan(30);
}, 120_000);

/** What JSON makes of a value; null for what it cannot tell, such as a function. */
function sendable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)) ??
      'null',
  );
}

test('whatever JavaScript can make', async () => {
  const [amadmin] = callers;
  await assert(
    asyncProperty(anything(), async (given) => {
      stage.sandbox.clearReceived();
      const answer = await stage.gateway.ask(entitiesQuery(), amadmin, { of: sendable(given) });

      expect(codesOf(answer)).not.toContain('INTERNAL');
      expect(callsBeyondSession(stage.sandbox)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

/**
 * An invalid reference fails alone. The notation of a valid reference makes no difference (security
 * A6, C).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { constant, constantFrom, jsonValue, oneof } from 'fast-check';
import { createUserIdRule } from '../../src/domain/people/user-id.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
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

function ask(of: readonly unknown[], selection = 'id: amId'): ReturnType<Stage['gateway']['ask']> {
  return stage.gateway.ask(entitiesQuery(selection), helen, { of });
}

const phone = idOfDevice('bob', 'OATH', 'b0b00000-0a70-4000-8000-000000000001');

describe('an invalid reference', () => {
  const bob = { __typename: 'User', amId: 'bob', realm: 'alpha' };
  test.each<readonly [label: string, reference: unknown, place?: string]>([
    ['without a type', { amId: 'bob', realm: 'alpha' }],
    ['to another type', { ...bob, __typename: 'OathDevice' }],
    ['to the root', { __typename: 'Query' }],
    ['to a type that is none', { ...bob, __typename: 'Person' }],
    ['to a type in other letters', { ...bob, __typename: 'user' }],
    ['to a list of types', { ...bob, __typename: ['User'] }],
    ['without an id', { __typename: 'User', realm: 'alpha' }],
    ['with the id null', { ...bob, amId: null }],
    ['with a number for id', { ...bob, amId: 7 }],
    ['with a list for id', { ...bob, amId: ['bob'] }],
    ['with an object for id', { ...bob, amId: { amId: 'bob' } }],
    ['with true for id', { ...bob, amId: true }],
    ['with an empty id', { ...bob, amId: '' }],
    ["with AM's own id as a global one", { __typename: 'User', id: 'bob' }],
    ['with a global id of a device', { __typename: 'User', id: phone }],
    ['with a global id in another spelling', { __typename: 'User', id: `${idOfPerson('bob')}=` }],
    ['with a number for a global id, beside a key', { ...bob, id: 7 }],
    ['by the user name only', { __typename: 'User', username: 'bob' }],
    ['with a number for realm', { ...bob, realm: 7 }],
    ['with a list for realm', { ...bob, realm: ['alpha'] }],
    ['with an empty realm', { ...bob, realm: '' }, 'representations.realm'],
    ['with a realm that is not served', { ...bob, realm: 'gamma' }, 'representations.realm'],
    ['that is a text', 'User'],
    ['that is a number', 7],
    ['that is a list', [{ __typename: 'User', amId: 'bob' }]],
    ['that is true', true],
    ['that is empty', {}],
  ])(
    '%s is refused alone, before AM is asked',
    async (_label, reference, place = 'representations') => {
      const variables = { of: [reference] };
      for (const as of [{}, alice, helen]) {
        stage.sandbox.clearReceived();
        const answer = await stage.gateway.ask(entitiesQuery(), as, variables);

        expect(answer.data).toEqual({ _entities: [null] });
        expect(answer.errors).toMatchObject([
          {
            path: ['_entities', 0],
            extensions: { code: 'BAD_USER_INPUT', path: place.split('.') },
          },
        ]);
        expect(stage.sandbox.received()).toEqual([]);
      }
    },
  );

  test('does not affect the others', async () => {
    const answer = await ask([toUser('bob'), { amId: 'dave' }, toUser('../dave'), toUser('vera')]);

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null, null, { id: 'vera' }] });
    expect(refusalsOf(answer)).toEqual(
      [1, 2].map((place) => [`_entities.${place}`, 'BAD_USER_INPUT']),
    );
  });

  test('that is null is rejected by GraphQL', async () => {
    expect(codesOf(await ask([toUser('bob'), null]))).toEqual(['BAD_USER_INPUT']);
    expect(callsBeyondSession(stage.sandbox)).toEqual([]);
  });

  test('may contain further members, which are ignored', async () => {
    const own = { email: 'vera@example.com', username: 'vera', userId: 'vera', entry: 'uid=vera' };
    const more = { ...own, oathDevices: [{ id: 'planted' }], privileged: false };

    const selection = 'id: amId username email oathDevices { id }';
    const answer = await ask([{ ...toUser('bob'), ...more }], selection);

    const bobs = { id: 'bob', username: 'bob', email: 'bob@example.com' };
    expect(answer.data).toMatchObject({ _entities: [bobs] });
    expect(answer.text).not.toMatch(/planted|vera/);
  });

  test('may have a null realm, which means that it is absent', async () => {
    const answer = await ask([{ __typename: 'User', amId: 'bob', realm: null }]);

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }] });
  });
});

describe('random references', () => {
  const rule = createUserIdRule('pingam');
  const odd = constantFrom(
    '../bob',
    'bob?_action=reset',
    'bob;x',
    'id=bob',
    'bo*',
    '',
    '.',
    'bob\n',
  );
  const ids = oneof(
    constantFrom('bob', 'alice', 'BOB', 'not-there'),
    odd,
    fc.string({ unit: 'binary' }),
  );
  const served = [idOfPerson('bob'), idOfPerson('bella', 'beta'), idOfPerson('not-there')];
  const unserved = [idOfPerson('bob', 'gamma'), idOfPerson('../bob'), phone, 'bob'];
  const mostly = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: jsonValue() });
  const near = fc.record(
    {
      __typename: mostly(constant('User')),
      amId: mostly(ids),
      id: oneof(constantFrom(undefined, null, ...served, ...unserved), jsonValue()),
      realm: oneof(constantFrom('alpha', 'beta', 'gamma', null, ''), jsonValue()),
      email: jsonValue(),
    },
    { requiredKeys: [] },
  );
  const polluted = fc.dictionary(
    constantFrom('__proto__', 'constructor', 'prototype', '__typename', 'id', 'amId', 'toString'),
    oneof(near, jsonValue(), constant('User'), constant('bob')),
  );
  const reference = oneof(near, polluted, jsonValue());

  /** Whether a value is a valid reference, decided independently of the resolver. */
  function isProper(given: unknown): boolean {
    const [type, id, amId, realm] = ['__typename', 'id', 'amId', 'realm'].map((name) =>
      Array.isArray(given) ? undefined : fieldAt(given, name),
    );
    if (type !== 'User') return false;
    if (id !== undefined && id !== null) return served.some((known) => known === id);
    const isServed = [undefined, null, 'alpha', 'beta'].some((known) => known === realm);
    return typeof amId === 'string' && rule.accepts(amId) && isServed;
  }

  test('in hundreds of lists', async () => {
    const callers = [await stage.peer.signIn('amadmin'), alice, {}];
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
    expect(proper).toBeGreaterThan(5);
  }, 120_000);
});

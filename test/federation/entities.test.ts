/** `_entities`: people by reference, judged one by one, read once (security A6, A7, A16). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { callsAbout, credentialOf } from '../access/received.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { entitiesQuery, personReads, refusalsOf, toUser } from './references.ts';

let stage: Stage;
let alice: SessionHeader;
let helen: SessionHeader;

beforeAll(async () => {
  stage = await openStage('pingam', { env: everyCallerEnv() });
  await populate(stage, 100);
  alice = await stage.peer.signIn('alice');
  helen = await stage.peer.signIn('helen');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

const crowd = Array.from({ length: 100 }, (_, number) => nameInCrowd(number));

function ask(
  of: readonly unknown[],
  { as = helen, selection = 'id' }: { as?: SessionHeader; selection?: string } = {},
): ReturnType<Stage['gateway']['ask']> {
  return stage.gateway.ask(entitiesQuery(selection), as, { of });
}

/** The people whom AM was asked for, but for helen, who asks. */
const reads = (): string[] =>
  personReads(stage.sandbox)
    .filter((id) => id !== 'helen')
    .toSorted();

describe('entities', () => {
  test('come in the order of their references', async () => {
    const names = ['dave', 'bob', 'vera', 'alice', 'bob', 'ada'];

    const answer = await ask(
      names.map((name) => toUser(name)),
      { selection: '__typename id realm displayName' },
    );

    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      _entities: names.map((name) => ({
        __typename: 'User',
        id: name,
        realm: 'alpha',
        displayName: `${name.charAt(0).toUpperCase()}${name.slice(1)} Example`,
      })),
    });
  });

  test('are read once each, whichever key names them', async () => {
    const of = [
      toUser('bob'),
      toUser('bob', {}),
      toUser('dave'),
      toUser('bob'),
      toUser('dave', {}),
    ];

    const answer = await ask(of, { selection: 'id oathDevices { id }' });

    expect(answer.errors).toEqual([]);
    expect(reads()).toEqual(['bob', 'dave']);
    const lists = stage.sandbox.received().filter(({ path }) => path.includes('/devices/'));
    expect(lists).toHaveLength(2);
  });

  test('are read once where another field shows the same person', async () => {
    const query = `{ user(id: "bob") { id }
      a: _entities(representations: [{ __typename: "User", id: "bob", realm: "alpha" }]) { ... on User { id } }
      b: _entities(representations: [{ __typename: "User", id: "bob" }]) { ... on User { email } } }`;

    const answer = await stage.gateway.ask(query, helen);

    expect(answer.errors).toEqual([]);
    expect(reads()).toEqual(['bob']);
  });

  test('of a hundred people are a hundred reads', async () => {
    const answer = await ask(crowd.map((name) => toUser(name)));

    expect([answer.data, answer.errors]).toEqual([{ _entities: crowd.map((id) => ({ id })) }, []]);
    expect(reads()).toEqual(crowd.toSorted());
  });

  test('of nobody are none', async () => {
    const answer = await ask([]);

    expect([answer.data, answer.errors]).toEqual([{ _entities: [] }, []]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('that do not exist are null, without an error, for who may see them', async () => {
    const answer = await ask([toUser('bob'), toUser('not-there'), toUser('dave')]);

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null, { id: 'dave' }] });
    expect(answer.errors).toEqual([]);
  });

  test('whose realm is left out are of the realm of the caller', async () => {
    const hektor = await stage.peer.signIn('hektor');

    const bella = await ask([toUser('bella', {})], { as: hektor, selection: 'id realm' });
    const bob = await ask([toUser('bob', {})], { as: hektor, selection: 'id realm' });

    expect(bella.data).toEqual({ _entities: [{ id: 'bella', realm: 'beta' }] });
    expect([bob.data, bob.errors]).toEqual([{ _entities: [null] }, []]);
    expect(callsAbout(stage.sandbox, { id: 'bob', realm: 'alpha' })).toEqual([]);
  });

  test('that AM cannot tell of fail alone', async () => {
    stage.sandbox.breakNext({
      match: { path: /\/users\/dave\?/ },
      times: 3,
      effect: { kind: 'status', status: 500 },
    });

    const answer = await ask([toUser('bob'), toUser('dave'), toUser('vera')]);

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null, { id: 'vera' }] });
    expect(refusalsOf(answer)).toEqual([['_entities.1', 'UPSTREAM_ERROR']]);
  });

  test('are read as the caller where they are theirs, and by the service credential else', async () => {
    await ask([toUser('helen'), toUser('bob')], { selection: 'id oathDevices { id }' });

    const used = (id: string): string[] => [
      ...new Set(
        callsAbout(stage.sandbox, { id, realm: 'alpha' }).map((call) => credentialOf(call, helen)),
      ),
    ];
    expect([used('helen'), used('bob')]).toEqual([['own'], ['service']]);
  });

  // Who may see whom, and what of them, is tried over every way in `access/matrix`.
  test('that the caller may not see are refused alone, alike, and AM is not asked', async () => {
    const bella = toUser('bella', { realm: 'beta' });
    const of = [toUser('bob'), toUser('alice'), toUser('not-there'), bella, toUser('alice', {})];

    const answer = await ask(of, { as: alice, selection: 'id displayName' });

    const own = { id: 'alice', displayName: 'Alice Example' };
    expect(answer.data).toEqual({ _entities: [null, own, null, null, own] });
    expect(refusalsOf(answer)).toEqual(
      [0, 2, 3].map((place) => [`_entities.${place}`, 'FORBIDDEN']),
    );
    expect(new Set(answer.errors.map(({ message }) => message))).toEqual(
      new Set(['You may not do this.']),
    );
    expect(new Set(reads())).toEqual(new Set(['alice']));
  });
});

test('security A7: a mutation has no entities', async () => {
  const query = `mutation ${entitiesQuery().replace('query ', '')}`;

  const answer = await stage.gateway.ask(query, helen, { of: [toUser('bob')] });

  expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(stage.sandbox.received()).toEqual([]);
});

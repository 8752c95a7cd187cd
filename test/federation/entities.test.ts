/** `_entities`: people by reference, judged one by one, read once, bounded (security A6, A16, D3, F7). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStage } from '../access/cast.ts';
import type { Stage } from '../access/cast.ts';
import { populate } from '../access/crowd.ts';
import { callsAbout, credentialOf, writesTo } from '../access/received.ts';
import { codesOf } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import {
  callsBeyondSession,
  entitiesQuery,
  personReads,
  refusalsOf,
  toUser,
} from './references.ts';

let stage: Stage;
let alice: SessionHeader;
let helen: SessionHeader;

beforeAll(async () => {
  stage = await openStage();
  await populate(stage, 100);
  alice = await stage.peer.signIn('alice');
  helen = await stage.peer.signIn('helen');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

const crowd = Array.from({ length: 100 }, (_, number) =>
  number === 0 ? 'zed' : `zed${String(number).padStart(3, '0')}`,
);

function ask(
  of: readonly unknown[],
  { as = helen, selection = 'id' }: { as?: SessionHeader; selection?: string } = {},
): ReturnType<Stage['gateway']['ask']> {
  return stage.gateway.ask(entitiesQuery(selection), as, { of });
}

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

    const people = personReads(stage.sandbox).filter((id) => id !== 'helen');
    expect(answer.errors).toEqual([]);
    expect(people.toSorted()).toEqual(['bob', 'dave']);
    expect(lists()).toHaveLength(2);
  });

  test('are read once where another field shows the same person', async () => {
    const query = `{ user(id: "bob") { id }
      a: _entities(representations: [{ __typename: "User", id: "bob", realm: "alpha" }]) { ... on User { id } }
      b: _entities(representations: [{ __typename: "User", id: "bob" }]) { ... on User { email } } }`;

    const answer = await stage.gateway.ask(query, helen);

    expect(answer.errors).toEqual([]);
    expect(personReads(stage.sandbox).filter((id) => id === 'bob')).toHaveLength(1);
  });

  test('of a hundred people are a hundred reads', async () => {
    const answer = await ask(crowd.map((name) => toUser(name)));

    const people = personReads(stage.sandbox).filter((id) => id !== 'helen');
    expect(answer.data).toEqual({ _entities: crowd.map((id) => ({ id })) });
    expect(answer.errors).toEqual([]);
    expect(people.toSorted()).toEqual(crowd.toSorted());
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
});

describe('a reference to somebody whom the caller may not see', () => {
  test('is refused alone, at its place, and AM is not asked about them', async () => {
    const of = [
      toUser('bob'),
      toUser('alice'),
      toUser('not-there'),
      toUser('vera'),
      toUser('alice', {}),
    ];

    const answer = await ask(of, { as: alice, selection: 'id displayName' });

    const own = { id: 'alice', displayName: 'Alice Example' };
    expect(answer.data).toEqual({ _entities: [null, own, null, null, own] });
    expect(refusalsOf(answer)).toEqual([
      ['_entities.0', 'FORBIDDEN'],
      ['_entities.2', 'FORBIDDEN'],
      ['_entities.3', 'FORBIDDEN'],
    ]);
    expect(new Set(personReads(stage.sandbox))).toEqual(new Set(['alice']));
  });

  test('says the same of everybody', async () => {
    const of = [
      toUser('bob'),
      toUser('vera'),
      toUser('not-there'),
      toUser('bella', { realm: 'beta' }),
    ];

    const { errors } = await ask(of, { as: alice });

    const told = errors.map(({ message, extensions: { code } }) => `${code} ${message}`);
    expect(new Set(told)).toEqual(new Set(['FORBIDDEN You may not do this.']));
    expect(told).toHaveLength(of.length);
  });

  test('of nobody is UNAUTHENTICATED', async () => {
    const answer = await ask([toUser('bob'), toUser('alice')], { as: {} });

    expect(answer.data).toEqual({ _entities: [null, null] });
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('of a session that is not accepted is UNAUTHENTICATED', async () => {
    const as = { [stage.peer.cookieName]: 'AQIC5wM2LY4Sfcw-not-a-session' };

    const answer = await ask([toUser('bob'), toUser('alice')], { as });

    expect(answer.data).toEqual({ _entities: [null, null] });
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(callsBeyondSession(stage.sandbox)).toEqual([]);
  });

  test('of another realm’s help desk is refused', async () => {
    const hektor = await stage.peer.signIn('hektor');
    stage.sandbox.clearReceived();

    const answer = await ask([toUser('bob'), toUser('bella', { realm: 'beta' })], { as: hektor });

    expect(answer.data).toEqual({ _entities: [null, { id: 'bella' }] });
    expect(refusalsOf(answer)).toEqual([['_entities.0', 'FORBIDDEN']]);
    expect(callsAbout(stage.sandbox, { id: 'bob', realm: 'alpha' })).toEqual([]);
  });
});

describe('what is guarded under an entity', () => {
  const devices =
    'id oathSkip oathDevices { id } devices { id } profileDevices { data { platform } }';

  test('is refused there for privileged people', async () => {
    const answer = await ask([toUser('vera')], { selection: devices });

    const nothing = { oathSkip: null, oathDevices: null, devices: null, profileDevices: null };
    expect(answer.data).toEqual({ _entities: [{ id: 'vera', ...nothing }] });
    expect(refusalsOf(answer)).toEqual(
      Object.keys(nothing).map((field) => [`_entities.0.${field}`, 'TARGET_PRIVILEGED']),
    );
    expect(lists()).toEqual([]);
  });

  test('is told beforehand', async () => {
    const answer = await ask([toUser('vera'), toUser('bob')], {
      selection: 'viewerCan { resetOath { allowed reason } }',
    });

    const may = (allowed: boolean, reason: string | null): object => ({
      viewerCan: { resetOath: { allowed, reason } },
    });
    expect(answer.data).toEqual({ _entities: [may(false, 'TARGET_PRIVILEGED'), may(true, null)] });
  });

  test('leads back to nobody else', async () => {
    const answer = await ask([toUser('bob')], {
      as: alice,
      selection: 'oathDevices { owner { oathDevices { owner { id } } } }',
    });

    expect(answer.data).toEqual({ _entities: [null] });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(callsAbout(stage.sandbox, { id: 'bob', realm: 'alpha' })).toEqual([]);
  });

  test('is read with the session of the caller for themselves, and the service credential for others', async () => {
    await ask([toUser('helen'), toUser('bob')], { selection: 'id oathDevices { id }' });

    const used = (id: string): Set<string> =>
      new Set(
        callsAbout(stage.sandbox, { id, realm: 'alpha' }).map((call) => credentialOf(call, helen)),
      );
    expect(used('helen')).toEqual(new Set(['own']));
    expect(used('bob')).toEqual(new Set(['service']));
  });
});

test('security A7: a mutation has no entities', async () => {
  const answer = await stage.gateway.ask(
    'mutation ($of: [_Any!]!) { _entities(representations: $of) { ... on User { id } } }',
    helen,
    { of: [toUser('bob')] },
  );

  expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(stage.sandbox.received()).toEqual([]);
  expect(writesTo(stage.sandbox)).toEqual([]);
});

/** Reads of lists of devices. */
function lists(): readonly string[] {
  return stage.sandbox
    .received()
    .map(({ path }) => path)
    .filter((path) => path.includes('/devices/'));
}

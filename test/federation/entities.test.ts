/**
 * `_entities`: users by reference and devices by their global id, authorized one by one, read once,
 * at most 100 (security A6, A7, A16, A29, D3).
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { nameInCrowd, populate } from '../access/crowd.ts';
import { callsAbout } from '../access/received.ts';
import { deviceIds } from '../../src/sandbox/index.ts';
import { codesOf } from '../support/gateway.ts';
import { idOfDevice, idOfPerson } from '../support/global-ids.ts';
import { fieldAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import { everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { maxReferences } from '../../src/graph/federation/entities.resolver.ts';
import {
  byId,
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
  stage = await openStage('pingam', { env: everyCallerEnv() });
  await populate(stage, 110);
  alice = await stage.peer.signIn('alice');
  helen = await stage.peer.signIn('helen');
});
beforeEach(() => stage.sandbox.clearReceived());
afterAll(() => stage?.close());

const ask = (of: readonly unknown[], as = helen, selection = 'id: amId') =>
  stage.gateway.ask(entitiesQuery(selection), as, { of });

/** The users that AM was asked for, except helen, who is the caller. */
const reads = (): string[] =>
  personReads(stage.sandbox)
    .filter((id) => id !== 'helen')
    .toSorted();

describe('entities', () => {
  test('have the order of their references', async () => {
    const names = ['dave', 'bob', 'vera', 'alice', 'bob', 'ada'];

    const answer = await ask(
      names.map((name) => toUser(name)),
      helen,
      '__typename id: amId realm displayName',
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

  test('are read once each, for any key', async () => {
    const of = [toUser('bob'), toUser('bob', {}), toUser('dave'), byId('bob'), byId('dave')];

    const answer = await ask(of, helen, 'id: amId oathDevices { id }');

    expect(answer.errors).toEqual([]);
    expect(reads()).toEqual(['bob', 'dave']);
    const lists = stage.sandbox.received().filter(({ path }) => path.includes('/devices/'));
    expect(lists).toHaveLength(2);
  });

  test('are read once if another field returns the same user', async () => {
    const query = `{ user(id: "bob") { id }
    a: _entities(representations: [{ __typename: "User", amId: "bob", realm: "alpha" }]) { ... on User { id } }
    b: _entities(representations: [{ __typename: "User", id: "${idOfPerson('bob')}" }]) { ... on User { email } } }`;

    const answer = await stage.gateway.ask(query, helen);

    expect(answer.errors).toEqual([]);
    expect(reads()).toEqual(['bob']);
  });

  test('for no references are an empty list', async () => {
    const answer = await ask([]);

    expect([answer.data, answer.errors]).toEqual([{ _entities: [] }, []]);
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('without a realm are in the caller’s realm', async () => {
    const hektor = await stage.peer.signIn('hektor');

    const bella = await ask([toUser('bella', {})], hektor, 'id: amId realm');
    const bob = await ask([toUser('bob', {})], hektor, 'id: amId realm');

    expect(bella.data).toEqual({ _entities: [{ id: 'bella', realm: 'beta' }] });
    expect([bob.data, bob.errors]).toEqual([{ _entities: [null] }, []]);
    expect(callsAbout(stage.sandbox, { id: 'bob', realm: 'alpha' })).toEqual([]);
  });

  test('that AM cannot read fail alone', async () => {
    stage.sandbox.breakNext({
      match: { path: /\/users\/dave\?/ },
      times: 3,
      effect: { kind: 'status', status: 500 },
    });

    const answer = await ask([toUser('bob'), toUser('dave'), toUser('vera')]);

    expect(answer.data).toEqual({ _entities: [{ id: 'bob' }, null, { id: 'vera' }] });
    expect(refusalsOf(answer)).toEqual([['_entities.1', 'UPSTREAM_ERROR']]);
  });

  // `access/matrix` tests on every path who may see which user and field.
  test('that the caller may not see fail alone and alike, without a call to AM', async () => {
    const bella = toUser('bella', { realm: 'beta' });
    const of = [toUser('bob'), toUser('alice'), toUser('not-there'), bella, byId('alice')];

    const answer = await ask(of, alice, 'id: amId displayName');

    const own = { id: 'alice', displayName: 'Alice Example' };
    expect(answer.data).toEqual({ _entities: [null, own, null, null, own] });
    expect(refusalsOf(answer)).toEqual(
      [0, 2, 3].map((place) => [`_entities.${place}`, 'FORBIDDEN']),
    );
    expect(new Set(answer.errors.map(({ message }) => message))).toEqual(
      new Set(['You do not have permission to do this.']),
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

/** Returns references to different users. */
function crowd(count: number, from = 1): object[] {
  return Array.from({ length: count }, (_, index) => toUser(nameInCrowd(from + index)));
}

/** Returns a document with an aliased `_entities` field for each list of references. */
function spread(lists: readonly (readonly object[])[]): { query: string; variables: object } {
  const names = lists.map((_, index) => `of${index}`);
  const given = names.map((name) => `$${name}: [_Any!]!`).join(', ');
  const fields = names.map(
    (name) => `e_${name}: _entities(representations: $${name}) { ... on User { id: amId } }`,
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
  ])('may be 100, %s', async (_label, lists) => {
    const { query, variables } = spread(lists);

    const answer = await stage.gateway.ask(query, helen, variables);

    expect(answer.errors).toEqual([]);
    expect(answer.text.match(/"id":"zed/g)).toHaveLength(100);
    expect(reads()).toHaveLength(100);
  });

  test.each([
    ['helen', 101],
    ['helen', 120],
    ['alice', 101],
    ['nobody', 101],
  ])('of %s cannot be %i', async (name, count) => {
    const as = { helen, alice, nobody: {} }[name] ?? {};

    const answer = await stage.gateway.ask(entitiesQuery(), as, { of: crowd(count) });

    expect(answer.data).toBeNull();
    expect(answer.errors).toMatchObject([
      {
        message: 'The request has more than 100 references.',
        extensions: { code: 'OPERATION_TOO_LARGE', most: 100 },
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
  ])('are counted over %s before any call to AM', async (_label, lists) => {
    const { query, variables } = spread(lists);

    // A known document runs differently; then 50 connections at once (F7).
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

  test('cost what they return: 100 users with devices are too many', async () => {
    const selection =
      'id oathDevices { id } pushDevices { id } trustedDevices: devices(kinds: [TRUSTED]) { id }';

    const answer = await stage.gateway.ask(entitiesQuery(selection), helen, { of: crowd(100) });

    expect([answer.data, codesOf(answer)]).toEqual([null, ['OPERATION_TOO_LARGE']]);
    expect(answer.errors[0]?.extensions).toMatchObject({ most: 3000 });
    expect(stage.sandbox.received()).toEqual([]);
  });

  test('are rejected in a batch of operations', async () => {
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

const deviceQuery = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on RegisteredDevice { id name owner { username } } ... on User { username } } }`;

const id = idOfDevice('bob', 'PUSH', deviceIds.bobPush);
const phone = {
  __typename: 'PushDevice',
  id,
  name: "Bob's push phone",
  owner: { username: 'bob' },
};

test.each([
  ['bob', 'PushDevice', phone, []],
  ['bob', 'RegisteredDevice', phone, []],
  ['helen', 'PushDevice', phone, []],
  ['alice', 'PushDevice', null, ['FORBIDDEN']],
  ['rita', 'RegisteredDevice', null, ['FORBIDDEN']],
  ['bob', 'OathDevice', null, ['BAD_USER_INPUT']],
])('a device, for %s by %s: %j %j', async (caller, type, entity, codes) => {
  const as = await stage.peer.signIn(caller);
  const answer = await stage.gateway.ask(deviceQuery, as, { of: [{ __typename: type, id }] });

  expect(codesOf(answer)).toEqual(codes);
  expect(answer.data).toEqual({ _entities: [entity] });
});

test('a refused device leaves the other references, and one that is gone is null', async () => {
  const gone = { __typename: 'PushDevice', id: idOfDevice('bob', 'PUSH', 'gone') };
  const veras = { __typename: 'OathDevice', id: idOfDevice('vera', 'OATH', 'any') };
  const bob = { __typename: 'User', id: idOfPerson('bob') };
  const as = await stage.peer.signIn('helen');
  const answer = await stage.gateway.ask(deviceQuery, as, { of: [veras, gone, bob] });

  expect(codesOf(answer)).toEqual(['TARGET_PRIVILEGED']);
  expect(answer.data).toEqual({ _entities: [null, null, { __typename: 'User', username: 'bob' }] });
});

test('references cost what docs/portal.md says, in points and in calls to AM', async () => {
  const page = await readFile('docs/portal.md', 'utf8');
  const row = /^ +\| `([^`]+)` +\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\|$/gm;
  const said = [...page.matchAll(row)].map(([, selection = '', ...numbers]) => [
    selection,
    ...numbers.map(Number),
  ]);
  const found: unknown[] = [];
  for (const [selection] of said) {
    const one = await costOf(String(selection), 1);
    const most = Math.min(maxReferences, Math.floor(one.limit / one.points));
    const all = await costOf(String(selection), most);
    found.push([selection, one.points, most, one.calls, all.calls]);
  }

  expect(said.length).toBeGreaterThan(3);
  expect(found).toEqual(said);
});

/** Returns the points of a request for some people, and the calls to AM that its answer took. */
async function costOf(
  selection: string,
  people: number,
): Promise<{ points: number; limit: number; calls: number }> {
  stage.sandbox.clearReceived();
  const { text, errors } = await ask(crowd(people), helen, selection);
  const cost = fieldAt(JSON.parse(text), 'extensions', 'cost');
  expect(errors).toEqual([]);
  return {
    points: Number(fieldAt(cost, 'points')),
    limit: Number(fieldAt(cost, 'limit')),
    calls: callsBeyondSession(stage.sandbox).length,
  };
}

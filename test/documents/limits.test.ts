/** The limits apply to every method of sending a document (security D1, D2, D3, D8, F7). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { hashOf } from '../../src/documents/manifest.ts';
import { callsAboutPeople, callsTo, writesTo } from '../security/am-received.ts';
import { useFolder } from '../support/folder.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { listAt } from '../support/json.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { byId, get, idOf, post, register, waysByHash } from './by-hash.ts';

const connections = 50;

const folder = useFolder();
let stage: Stage;
let amadmin: SessionHeader;

beforeAll(async () => {
  const texts = [people(20), resets, references];
  const path = folder.write('a.json', Object.fromEntries(texts.map((one) => [hashOf(one), one])));
  // A high limit, so that each row reaches its own limit and not the one on cost.
  const env = { APQ: 'on', TRUSTED_DOCUMENTS_MANIFESTS: path, LIMIT_COST: '1000000' };
  stage = await openStage('pingam', { env });
});
beforeEach(async () => {
  stage.restart();
  amadmin = await stage.peer.signIn('amadmin');
  stage.sandbox.clearReceived();
});
afterAll(() => stage?.close());

function repeat(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join(' ');
}

/** Returns a document that selects this many people. */
function people(count: number): string {
  return `{ ${repeat(count, (n) => `a${n}: user(id: "bob${n}") { id }`)} }`;
}

const reset = (alias: string, id = 'bob'): string =>
  `${alias}: resetOathDevices(input: { target: { user: { id: "${id}" } } }) { outcome }`;
const resets =
  'mutation { resetDevices(input: { target: { user: { id: "bob" } }, kinds: [OATH, PUSH] }) { results { outcome } } }';
const references =
  'query ($a: [_Any!]!, $b: [_Any!]!) { a: _entities(representations: $a) { ... on User { id } } b: _entities(representations: $b) { ... on User { id } } }';

const tooMuch: readonly (readonly [string, string])[] = [
  ['D1: depth 11', `{ me ${'{ oathDevices { owner '.repeat(5)}{ id }${' } }'.repeat(5)} }`],
  ['D1: 1001 fields', `{ caller { ${'realm '.repeat(1000)} } }`],
  ['D3: 100 people', people(100)],
  ['D3: two resets of one kind', `mutation { ${reset('a')} ${reset('b', 'alice')} }`],
  [
    'D3: two resets by a fragment',
    `mutation { ...F ${reset('b')} } fragment F on Mutation { ${reset('a')} }`,
  ],
];

type Send = (text: string) => Promise<ClientAnswer<never>>;
const ways: readonly (readonly [string, Send])[] = [
  ['by its text', (query) => post(stage.gateway, { query }, amadmin)],
  ['by GET', (query) => get(stage.gateway, { query }, amadmin)],
  ['with its hash', (query) => register(stage.gateway, query, amadmin)],
  ['with its id', (query) => post(stage.gateway, { query, documentId: idOf(query) }, amadmin)],
];

test.each(
  ways.flatMap(([way, send]) => tooMuch.map(([what, query]) => ({ way, send, what, query }))),
)('F7: $way, $what is refused each time, and never registered', async ({ send, query }) => {
  const answers = [await send(query), await send(query), await send(query)];
  const byHash = await Promise.all(
    waysByHash.map(([, sendHash]) => sendHash(stage.gateway, query, amadmin)),
  );

  expect(answers.map((answer) => [answer.status, codesOf(answer)])).toEqual(
    answers.map(() => [400, ['OPERATION_TOO_LARGE']]),
  );
  expect(new Set(byHash.flatMap(codesOf))).toEqual(new Set(['PERSISTED_QUERY_NOT_FOUND']));
  expect(stage.sandbox.received()).toEqual([]);
});

test.each(waysByHash)(
  'D3: by %s, references are counted over every alias',
  async (_label, send) => {
    const users = (count: number, letter: string): object[] =>
      Array.from({ length: count }, (_, n) => ({ __typename: 'User', amId: `${letter}${n}` }));
    // URLs have a higher limit.
    const variables = { a: users(51, 'a'), b: users(50, 'b') };

    const answer = await send(stage.gateway, references, amadmin, { variables });

    expect(answer.data).toBeNull();
    expect(new Set(codesOf(answer))).toEqual(new Set(['OPERATION_TOO_LARGE']));
    expect(callsAboutPeople(stage.sandbox)).toEqual([]);
  },
);

describe(`F7: over ${connections} connections at once`, () => {
  function atOnce(
    send: (n: number) => Promise<ClientAnswer<never>>,
  ): Promise<ClientAnswer<never>[]> {
    return Promise.all(Array.from({ length: connections }, (_, n) => send(n)));
  }

  test('twenty people by hash are twenty people in each request', async () => {
    const answers = await atOnce((n) =>
      n % 2 === 0
        ? post(stage.gateway, { documentId: idOf(people(20)) }, amadmin)
        : get(stage.gateway, { documentId: idOf(people(20)) }, amadmin),
    );

    expect(new Set(answers.flatMap(codesOf))).toEqual(new Set());
    expect(answers.every((answer) => Object.keys(answer.data ?? {}).length === 20)).toBe(true);
    const reads = callsTo(stage.sandbox).filter((call) => call.startsWith('GET users/bob'));
    expect(new Set(reads.map((call) => call.split('?')[0])).size).toBe(20);
    expect(reads.length).toBeLessThanOrEqual(connections * 20);
  });

  test('a reset by hash is one of each kind in each request', async () => {
    const answers = await atOnce(() => byId(stage.gateway, resets, amadmin));

    expect(answers.every(({ data }) => listAt(data, 'resetDevices', 'results').length === 2)).toBe(
      true,
    );
    const writes = writesTo(stage.sandbox);
    const ofKind = (kind: string): number => writes.filter((call) => call.includes(kind)).length;
    expect(ofKind('oath')).toBeLessThanOrEqual(connections);
    expect(ofKind('push')).toBeLessThanOrEqual(connections);
    expect(await stage.peer.deviceIds('bob', 'OATH')).toEqual([]);
    expect(await stage.peer.deviceIds('bob', 'PUSH')).toEqual([]);
  });
});

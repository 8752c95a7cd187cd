/** Searches are limited by AM's own name of the caller: no alias avoids the limit (security F6). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { callsAboutPeople } from '../security/am-received.ts';
import { codesOf } from '../support/gateway.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { SessionHeader } from '../support/peer.ts';
import { bearer, everyCallerEnv, openStage, type Stage } from '../support/stage.ts';
import { staffScopes } from './scene.ts';

let ledger: OpenLedger;
let stage: Stage;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-11-25T12:00:00.000Z');
  ledger = await openTestLedger({ now: () => now });
  const env = everyCallerEnv({ ...staffScopes, LIMIT_SEARCHES: '3/1m' });
  stage = await openStage('pingam', { env, ledger });
});
afterEach(async () => {
  await stage?.close();
  await ledger?.close();
});

const search = async (as: SessionHeader, text = 'bob'): Promise<string[]> =>
  codesOf(await stage.gateway.ask(`{ users(search: "${text}") { edges { node { id } } } }`, as));
const limited = ['RATE_LIMITED'];

test('the fourth is refused before AM is asked, with when to come again; a minute later it is not', async () => {
  const helen = await stage.peer.signIn('helen');
  for (const _ of [1, 2, 3]) expect(await search(helen)).toEqual([]);
  stage.sandbox.clearReceived();

  const answer = await stage.gateway.ask('{ users(search: "bob") { edges { cursor } } }', helen);

  expect(answer.errors).toMatchObject([
    { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 60 } },
  ]);
  expect(callsAboutPeople(stage.sandbox).join()).not.toContain('_queryFilter');
  now += 60_000;
  expect(await search(helen)).toEqual([]);
});

test('another spelling, session, token or page counts as the same caller; another caller does not', async () => {
  const { peer, sandbox } = stage;
  const scopes = ['devices:help-desk'];
  const ways = [
    await peer.signIn('helen'),
    await peer.signIn('HELEN', 'alpha'),
    bearer(sandbox, 'helen', { scopes }),
    bearer(sandbox, 'helen', { scopes, client: 'portal' }),
  ];
  const codes: string[][] = [];
  for (const as of ways) codes.push(await search(as));

  expect(codes).toEqual([[], [], [], limited]);
  expect(await search(await peer.signIn('hugo'))).toEqual([]);
});

test('a name in another order, without accents or as a number is one search each', async () => {
  const helen = await stage.peer.signIn('helen');
  stage.sandbox.clearReceived();

  for (const text of ['Bob Example', 'Example, Bob', '020 7946'])
    expect(await search(helen, text)).toEqual([]);
  expect(await search(helen, 'Exámple')).toEqual(limited);

  const calls = stage.sandbox.received().filter(({ path }) => path.includes('_queryFilter=uid'));
  expect(calls).toHaveLength(3);
});

test('every alias counts, and what is refused for its text does not', async () => {
  const helen = await stage.peer.signIn('helen');
  for (const _ of [1, 2, 3, 4]) expect(await search(helen, 'b')).toEqual(['BAD_USER_INPUT']);
  const aliases = ['a', 'b', 'c', 'd', 'e'].map(
    (name) => `${name}: users(search: "bob") { edges { cursor } }`,
  );

  const answer = await stage.gateway.ask(`{ ${aliases.join(' ')} }`, helen);

  expect(codesOf(answer)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
});

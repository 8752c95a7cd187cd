/** The sessions of the pages, stored beside the records. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type {
  EndedPageSessions,
  KeptPageSession,
  PageSessions,
} from '../../src/domain/page-session.ts';
import { createStore, type TestStore } from './stores.ts';

const kept = (id: string, at = 1_000): KeptPageSession => ({
  id,
  person: 'alpha alice',
  issuerSession: null,
  sealed: `sealed ${id}`,
  begunAt: at,
  usedAt: at,
});

let store: TestStore;
let sessions: PageSessions;

beforeAll(async () => {
  store = await createStore();
  ({ pageSessions: sessions } = await store.open());
});
afterAll(() => store.remove());

test('a session is found by its id until it is removed', async () => {
  await sessions.add(kept('one'));
  await sessions.add(kept('two'));

  await sessions.remove('one');

  expect([await sessions.find('one'), await sessions.find('two')]).toEqual([null, kept('two')]);
});

test('a use updates only its time', async () => {
  await sessions.add(kept('used'));

  await sessions.touch('used', 5_000);

  expect(await sessions.find('used')).toEqual({ ...kept('used'), usedAt: 5_000 });
});

test('of two concurrent renewals one succeeds', async () => {
  await sessions.add(kept('renewed'));

  const renewals = await Promise.all([
    sessions.replace('renewed', 'sealed renewed', 'by one'),
    sessions.replace('renewed', 'sealed renewed', 'by two'),
  ]);

  expect(renewals.filter((isFirst) => isFirst)).toHaveLength(1);
  expect((await sessions.find('renewed'))?.sealed).toBe(renewals[0] ? 'by one' : 'by two');
});

test('only old and idle sessions are removed', async () => {
  await sessions.add(kept('old', 10));
  await sessions.add({ ...kept('idle', 500), usedAt: 500 });
  await sessions.add({ ...kept('good', 500), usedAt: 900 });

  await sessions.removeOld(100, 600);

  const left = await Promise.all(['old', 'idle', 'good'].map((id) => sessions.find(id)));
  expect(left.map((one) => one?.id)).toEqual([undefined, undefined, 'good']);
});

test.each<[string, EndedPageSessions, readonly string[]]>([
  ['a person', { person: 'alpha bob', issuerSession: null }, ['first', 'second', 'unknown']],
  ['a session at AM', { person: null, issuerSession: 'alpha one' }, ['first']],
  ['both', { person: 'alpha bob', issuerSession: 'alpha one' }, ['first', 'unknown']],
  ['neither', { person: null, issuerSession: null }, []],
])('%s ends its own sessions, once', async (_label, ended, ids) => {
  const bob = { person: 'alpha bob' };
  const all = [
    { ...kept('first'), ...bob, issuerSession: 'alpha one' },
    { ...kept('second'), ...bob, issuerSession: 'alpha two' },
    { ...kept('unknown'), ...bob },
    { ...kept('other'), person: 'beta bob', issuerSession: 'beta one' },
  ];
  for (const one of all) await sessions.add(one);

  const taken = await Promise.all([sessions.take(ended), sessions.take(ended)]);

  const sealed = ids.map((id) => ({ id, sealed: `sealed ${id}` }));
  expect(taken.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual(sealed);
  const left = await Promise.all(all.map(({ id }) => sessions.find(id)));
  expect(left.map((one) => one !== null)).toEqual(all.map(({ id }) => !ids.includes(id)));
});

/** Counts of the changes of a realm, on either engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dayMs } from '../../src/domain/insights.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, phone, terms } from './builders.ts';
import { createStore, noon, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: OpenLedger;
const today = Math.floor(noon / dayMs);

beforeEach(async () => {
  store = await createStore();
  ledger = await store.open();
});
afterEach(() => store.remove());

type About = Parameters<typeof anIntent>[0];

/** Records a change of a day, and its outcome on the same day. */
async function change(day: number, about: About, outcome?: 'DONE' | 'NOT_DONE'): Promise<void> {
  store.clock.now = day * dayMs + (noon % dayMs);
  const id = idOf(await ledger.begin(anIntent(about), terms()));
  if (outcome !== undefined) await ledger.complete(id, anOutcome(outcome));
}

const insights = (sinceDay = today - 6) => ledger.insights({ realm: 'alpha', sinceDay });

test('count requests by day, effect, kinds and role, and outcomes by the day of their end', async () => {
  const own = { actor: anActor({ id: 'bob', role: 'SELF' }) } as const;
  await change(today - 6, {}, 'DONE');
  await change(today, { effect: 'remove' }, 'NOT_DONE');
  await change(today, { ...own, kinds: ['OATH', 'PUSH'] }, 'DONE');
  await change(today, { ...own, kinds: ['OATH', 'PUSH'], target: aPerson({ id: 'ann' }) });

  const { requests, outcomes } = await insights();

  expect(requests).toEqual([
    { day: today - 6, effect: 'reset', kinds: ['OATH'], role: 'HELP_DESK', count: 1 },
    { day: today, effect: 'remove', kinds: ['OATH'], role: 'HELP_DESK', count: 1 },
    { day: today, effect: 'reset', kinds: ['OATH', 'PUSH'], role: 'SELF', count: 2 },
  ]);
  expect(outcomes).toEqual([
    { day: today - 6, outcome: 'DONE', count: 1 },
    { day: today, outcome: 'DONE', count: 1 },
    { day: today, outcome: 'NOT_DONE', count: 1 },
  ]);
});

test('leave out dry runs with their outcomes, other realms and earlier days', async () => {
  await change(today, { dryRun: true }, 'NOT_DONE');
  await change(today, { target: aPerson({ realm: 'beta' }) }, 'DONE');
  await change(today - 7, {}, 'DONE');

  expect(await insights()).toEqual({
    requests: [],
    outcomes: [],
    refusals: [],
    limitedSearches: 0,
    openReports: { count: 0, oldestAt: null },
    registrations: { count: 0, medianSeconds: null },
    actors: [],
    people: [],
  });
});

test('name the busiest staff and the people who were reset repeatedly, not people themselves', async () => {
  const oscar = anActor({ id: 'oscar', realm: null, role: 'SUPER_USER' });
  const own = anActor({ id: 'bob', role: 'SELF' });
  const changes: About[] = [
    { actor: oscar },
    { actor: oscar, effect: 'rename', target: aPerson({ id: 'ann' }) },
    { actor: own },
    { target: aPerson({ id: 'cid' }) },
  ];
  for (const [index, about] of changes.entries()) await change(today - index, about, 'DONE');

  const { actors, people } = await insights();

  expect(actors).toEqual([
    { id: 'oscar', realm: null, count: 2 },
    { id: 'helen', realm: 'alpha', count: 1 },
  ]);
  expect(people).toEqual([{ id: 'bob', count: 2 }]);
});

test('count refusals by reason, and searches that a limit refused', async () => {
  await ledger.refuse(anIntent(), 'RATE_LIMITED');
  await ledger.refuse(anIntent({ effect: 'remove' }), 'RATE_LIMITED');
  await ledger.refuse(anIntent(), 'TARGET_PRIVILEGED');
  const search = { actor: anActor(), realm: 'alpha', correlationId: 'a' };
  for (const _ of [1, 2]) await ledger.search(search, [{ most: 1, withinSeconds: 60 }]);

  const { refusals, limitedSearches, requests } = await insights();

  expect(refusals.toSorted((one, other) => other.count - one.count)).toEqual([
    { code: 'RATE_LIMITED', count: 2 },
    { code: 'TARGET_PRIVILEGED', count: 1 },
  ]);
  expect([limitedSearches, requests]).toEqual([1, []]);
});

test('count registrations after resets, with the median of their times', async () => {
  await ledger.close();
  ledger = await store.open([], [], 2 * dayMs);
  for (const [index, seconds] of [15, 45, 75].entries()) {
    await change(today, { target: aPerson({ id: `person${index}` }) }, 'DONE');
    store.clock.now += seconds * 1_000;
    const watch = await ledger.watches.claim();
    if (watch === null) throw new Error('Nothing is watched.');
    const devices = [{ ...phone, id: `new${index}`, registeredAt: null }];
    await ledger.watches.settle(watch, { kind: 'registered', devices });
  }

  expect((await insights()).registrations).toEqual({ count: 3, medianSeconds: 45 });
  expect((await insights(today + 1)).registrations).toEqual({ count: 0, medianSeconds: null });
});

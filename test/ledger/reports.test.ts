/**
 * Reports of changes that their person does not recognise: recorded once, limited, taken once. And
 * the counts of the changes of a realm.
 */
import { describe, expect, test } from '@jest/globals';
import { dayMs } from '../../src/domain/change/insights.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { noon, onLedger } from './stores.ts';

const on = onLedger(['webhook:a', 'webhook:b'], ['change', 'report']);

const bob = anActor({ id: 'bob', role: 'SELF' });
const limits = [{ most: 2, withinSeconds: 86_400 }];

const report = (id: string, actor = bob) =>
  on.ledger.report({ id, actor, correlationId: 'of-a-report' }, limits);
const take = (id: string, actor = anActor({ id: 'oscar' })) =>
  on.ledger.takeReport({ id, actor, correlationId: 'of-a-taking' });

test('a report is a record of its change in the chain, and every reader of the change sees it', async () => {
  const id = await on.change();

  expect(await report(id.toLowerCase().replaceAll('-', ''))).toMatchObject({
    kind: 'reported',
    change: { id, report: { actor: { id: 'bob' }, taken: null } },
  });

  const expected = { at: new Date(noon + 10_000).toISOString(), actor: bob, taken: null };
  expect((await on.ledger.findChange(id))?.report).toEqual(expected);
  const { changes } = await on.ledger.history({ realm: 'alpha', first: 10 });
  expect(changes.map((one) => [one.id, one.report])).toEqual([[id, expected]]);
  expect(await on.store.steps()).toEqual(['intent', 'outcome DONE', 'report']);
  expect((await on.store.verdict()).broken).toBeNull();
});

test('the history lists open reports, or taken ones, in the order of the reports', async () => {
  const ids = [await on.change(), await on.change(), await on.change(), await on.change()] as const;
  const inBeta = await on.change({ target: aPerson({ realm: 'beta' }) });
  for (const [index, id] of [ids[2], ids[0], ids[1], inBeta].entries()) {
    on.store.clock.now += 1_000;
    await report(id, anActor({ id: `person-${index}`, role: 'SELF' }));
  }
  await take(ids[1]);
  const listed = async (query: object) => {
    const page = await on.ledger.history({ realm: 'alpha', first: 10, ...query });
    return page.changes.map(({ id }) => id);
  };

  expect(await listed({ report: 'OPEN' })).toEqual([ids[0], ids[2]]);
  expect(await listed({ report: 'TAKEN' })).toEqual([ids[1]]);
  expect(await listed({ report: 'OPEN', realm: 'beta' })).toEqual([inBeta]);
  expect(await listed({ report: 'OPEN', target: { id: 'ann' } })).toEqual([]);
  const first = await on.ledger.history({ realm: 'alpha', first: 1, report: 'OPEN' });
  expect(first.hasMore).toBe(true);
  const after = first.changes[0]?.cursor ?? '';
  expect(await listed({ report: 'OPEN', after })).toEqual([ids[2]]);
  // Everything is listed once without the filter.
  expect(await listed({})).toHaveLength(4);
  const { openReports } = await on.ledger.insights({ realm: 'alpha', sinceDay: 0, days: 1 });
  const oldestAt = new Date(noon + 51_000).toISOString();
  expect(openReports).toEqual({ count: 2, oldestAt });
  await take(ids[2]);
  const later = await on.ledger.insights({ realm: 'alpha', sinceDay: 0, days: 1 });
  expect(later.openReports).toEqual({
    count: 1,
    oldestAt: new Date(noon + 52_000).toISOString(),
  });
});

test('a report is an event once, for each channel', async () => {
  const id = await on.change();
  await report(id);
  await report(id);

  const [ofChange] = await on.ledger.outbox.claim('webhook:a', 8);
  if (ofChange !== undefined) await on.ledger.outbox.settle(ofChange, { kind: 'delivered' });
  const [ofReport, ...rest] = await on.ledger.outbox.claim('webhook:a', 8);

  expect(ofChange?.event.kind).toBe('change');
  expect(ofReport?.event).toMatchObject({
    kind: 'report',
    change: { id },
    report: { actor: { id: 'bob' } },
  });
  expect(rest).toEqual([]);
  expect((await on.ledger.outbox.claim('webhook:b', 8)).map(({ event }) => event.kind)).toEqual([
    'change',
  ]);
});

describe('insights', () => {
  const today = Math.floor(noon / dayMs);
  type About = Parameters<typeof anIntent>[0];

  /** Records a change of a day, and its outcome on the same day. */
  async function change(day: number, about: About, outcome?: 'DONE' | 'NOT_DONE'): Promise<void> {
    on.store.clock.now = day * dayMs + (noon % dayMs);
    const id = idOf(await on.ledger.begin(anIntent(about), terms()));
    if (outcome !== undefined) await on.ledger.complete(id, anOutcome(outcome));
  }

  const insights = (sinceDay = today - 6) =>
    on.ledger.insights({ realm: 'alpha', sinceDay, days: today - sinceDay + 1 });

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
      { actor: anActor({ id: 'adam' }), effect: 'rename' },
    ];
    for (const [index, about] of changes.entries()) await change(today - index, about, 'DONE');

    const { actors, people } = await insights();

    expect(actors).toEqual([
      { id: 'oscar', realm: null, count: 2 },
      { id: 'adam', realm: 'alpha', count: 1 },
      { id: 'helen', realm: 'alpha', count: 1 },
    ]);
    expect(people).toEqual([{ id: 'bob', count: 2 }]);
  });

  test('count refusals by reason, and searches that a limit refused', async () => {
    await on.ledger.refuse(anIntent(), 'RATE_LIMITED');
    await on.ledger.refuse(anIntent({ effect: 'remove' }), 'RATE_LIMITED');
    await on.ledger.refuse(anIntent(), 'TARGET_PRIVILEGED');
    const search = { actor: anActor(), realm: 'alpha', correlationId: 'a' };
    for (const _ of [1, 2]) await on.ledger.search(search, [{ most: 1, withinSeconds: 60 }]);

    const { refusals, limitedSearches, requests } = await insights();

    expect(refusals.toSorted((one, other) => other.count - one.count)).toEqual([
      { code: 'RATE_LIMITED', count: 2 },
      { code: 'TARGET_PRIVILEGED', count: 1 },
    ]);
    expect([limitedSearches, requests]).toEqual([1, []]);
  });
});

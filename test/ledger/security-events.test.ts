/** Security events have stable names, are reported once, and name no person (security F10). */
import { expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { Terms } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { tamper, type TestStore, useLedger } from './stores.ts';

let store: TestStore;
let ledger: OpenLedger;

useLedger((opened) => ({ store, ledger } = opened));

/** Begins a change ten seconds after the last one, so that it is not a double click. */
async function begin(about: Partial<Intent> = {}, on: Partial<Terms> = {}): Promise<string> {
  store.clock.now += 10_000;
  const begun = await ledger.begin(anIntent(about), terms(on));
  return begun.kind === 'recorded' ? begun.id : begun.kind;
}
const of = (id: string): Partial<Intent> => ({ target: aPerson({ id }) });
const own = {
  actor: anActor({ id: 'bob', role: 'SELF' }),
  target: aPerson({ privileged: null }),
};

/** Returns the types of all events after the ledger was closed. */
async function eventTypes(): Promise<string[]> {
  await ledger.close();
  return store.events.map(({ type }) => type);
}

test('an ordinary change reports no event', async () => {
  await begin();
  await begin(of('ann'));
  await begin({ ...own, target: aPerson({ id: 'vera', privileged: true }) });

  expect(await eventTypes()).toEqual([]);
});

test('a second reset of one person within a day is reported with its number', async () => {
  await begin();
  store.clock.now += 86_000_000;
  const id = await begin({ kinds: ['PUSH'] });
  store.clock.now += 90_000_000;
  await begin(of('bob'));

  expect(await eventTypes()).toEqual(['repeated-reset']);
  expect(store.events).toMatchObject([
    {
      realm: 'alpha',
      change: id,
      role: 'HELP_DESK',
      count: 2,
      correlationId: 'a-correlation-id',
    },
  ]);
  expect(JSON.stringify(store.events)).not.toMatch(/bob|helen/);
});

test.each<readonly [string, Partial<Intent>]>([
  ['a dry run', { dryRun: true }],
  ['a rename', { effect: 'rename' }],
])('%s is not a second reset', async (_label, about) => {
  await begin();
  await begin(about);

  expect(await eventTypes()).toEqual([]);
});

test('a reset after one that changed nothing is not a second reset', async () => {
  await ledger.complete(await begin(), anOutcome('NOT_DONE'));
  await begin();

  expect(await eventTypes()).toEqual([]);
});

test('the fourth person of one actor within five minutes is reported, and each further one', async () => {
  for (const id of ['ann', 'bob', 'cid', 'cid', 'dan', 'dan', 'eve'])
    await begin({ ...of(id), effect: 'rename' });
  await begin({ ...of('fay'), effect: 'rename', actor: anActor({ id: 'henry' }) });

  expect(await eventTypes()).toEqual(['many-people', 'many-people']);
  expect(store.events.map(({ count }) => count)).toEqual([4, 5]);
});

test('four people within ten minutes are not reported', async () => {
  for (const id of ['ann', 'bob', 'cid', 'dan']) {
    store.clock.now += 140_000;
    await begin(of(id));
  }

  expect(await eventTypes()).toEqual([]);
});

test.each([true, null])(
  'a change of a person whose privileged is %p, by another person, is reported',
  async (privileged) => {
    await begin({ target: aPerson({ privileged }) });

    expect(await eventTypes()).toEqual(['privileged-person']);
  },
);

test('a change by staff outside working hours is reported, their own is not', async () => {
  store.clock.now = Date.parse('2026-11-25T18:30:00.000Z');
  await begin();
  await begin(own);
  store.clock.now = Date.parse('2026-11-28T12:00:00.000Z');
  await begin({ ...of('ann'), effect: 'remove' });

  expect((await eventTypes()).filter((type) => type !== 'repeated-reset')).toEqual([
    'outside-working-hours',
    'outside-working-hours',
  ]);
});

test('a reached limit is reported once a minute, and each override', async () => {
  const limits = [limit('person and kind', 1, 86_400)];
  await begin({ effect: 'remove' }, { limits });
  for (const _ of [1, 2]) expect(await begin({ effect: 'remove' }, { limits })).toBe('limited');
  await begin({ effect: 'remove' }, { limits, override: true });

  expect(await eventTypes()).toEqual(['limit-reached', 'limit-overridden']);
});

test('a chain with a broken end is reported at startup', async () => {
  await ledger.complete(idOf(await ledger.begin(anIntent(), terms())), anOutcome());
  await ledger.checkEnds();
  expect(store.events).toEqual([]);

  await store.bare((bare) => tamper(bare, { realm: 'alpha', number: 2 }, { result: 'NOT_DONE' }));
  ledger = await store.open();
  await ledger.checkEnds();

  expect(store.events).toMatchObject([{ type: 'chain-broken', realm: 'alpha', count: 2 }]);
  expect(store.warnings.join()).toContain('record 2 of realm alpha');
});

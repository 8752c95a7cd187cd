/** Security events have stable names, are reported once, and name no person (security F10). */
import { expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change/change-record.ts';
import { anActor, aPerson, limit } from './builders.ts';
import { onLedger, tamper } from './stores.ts';

const on = onLedger();
const of = (id: string): Partial<Intent> => ({ target: aPerson({ id }) });
const own: Partial<Intent> = {
  actor: anActor({ id: 'bob', role: 'SELF' }),
  target: aPerson({ privileged: null }),
};
const ownOfHelen: Partial<Intent> = {
  actor: anActor({ role: 'SELF' }),
  target: aPerson({ id: 'helen', privileged: null }),
};
const ownOfVera = { ...own, target: aPerson({ id: 'vera', privileged: true }) };
const quickly = (...ids: readonly string[]): Partial<Intent>[] =>
  ids.map((id) => ({ ...of(id), effect: 'rename' }));

/** Returns the types of all events after the ledger was closed. */
async function eventTypes(): Promise<string[]> {
  await on.ledger.close();
  return on.store.events.map(({ type }) => type);
}

const byHenry = { ...of('fay'), effect: 'rename', actor: anActor({ id: 'henry' }) } as const;

test.each<readonly [string, readonly Partial<Intent>[], readonly string[]]>([
  ['ordinary changes', [{}, of('ann'), ownOfVera], []],
  ['a dry run after a reset', [{}, { dryRun: true }], []],
  ['a rename after a reset', [{}, { effect: 'rename' }], []],
  [
    'changes of staff for themselves, and three people',
    [ownOfHelen, ...quickly('ann', 'bob', 'cid')],
    [],
  ],
  ['a privileged person', [{ target: aPerson({ privileged: true }) }], ['privileged-person']],
  ['a person who may be', [{ target: aPerson({ privileged: null }) }], ['privileged-person']],
  [
    'the fourth person of one actor within five minutes, and each further one',
    [...quickly('ann', 'bob', 'cid', 'cid', 'dan', 'dan', 'eve'), byHenry],
    ['many-people', 'many-people'],
  ],
])('%s', async (_label, changes, types) => {
  await on.kinds({}, ...changes);

  expect(await eventTypes()).toEqual(types);
  // Events about many people count them.
  const counts = on.store.events.map(({ count }) => count);
  expect(counts).toEqual(types.map((type, at) => (type === 'many-people' ? 4 + at : null)));
});

test('a second reset of one person within a day is reported with its number', async () => {
  await on.begin();
  on.store.clock.now += 86_000_000;
  const change = await on.begin({ kinds: ['PUSH'] });
  on.store.clock.now += 90_000_000;
  await on.begin(of('bob'));

  expect(await eventTypes()).toEqual(['repeated-reset']);
  const about = { realm: 'alpha', role: 'HELP_DESK', correlationId: 'a-correlation-id' };
  expect(on.store.events).toMatchObject([{ ...about, count: 2, change: Object(change).id }]);
  expect(JSON.stringify(on.store.events)).not.toMatch(/bob|helen/);
});

test('a reset after one that changed nothing is not a second reset', async () => {
  await on.change({}, 'NOT_DONE');
  await on.begin();

  expect(await eventTypes()).toEqual([]);
});

test('four people within ten minutes are not reported', async () => {
  for (const id of ['ann', 'bob', 'cid', 'dan']) {
    on.store.clock.now += 140_000;
    await on.begin(of(id));
  }

  expect(await eventTypes()).toEqual([]);
});

test('a change by staff outside working hours is reported, their own is not', async () => {
  on.store.clock.now = Date.parse('2026-11-25T18:30:00.000Z');
  await on.kinds({}, {}, own);
  on.store.clock.now = Date.parse('2026-11-28T12:00:00.000Z');
  await on.begin({ ...of('ann'), effect: 'remove' });

  const types = (await eventTypes()).filter((type) => type !== 'repeated-reset');
  expect(types).toEqual(['outside-working-hours', 'outside-working-hours']);
});

test('a reached limit is reported once a minute, and each override', async () => {
  const limits = [limit('person and kind', 1, 86_400)];
  const remove = { effect: 'remove' } as const;
  const kinds = await on.kinds({ limits }, remove, remove, remove);
  await on.begin(remove, { limits, override: true });

  expect(kinds.slice(1)).toEqual(['limited', 'limited']);
  expect(await eventTypes()).toEqual(['limit-reached', 'limit-overridden']);
});

test('a chain with a broken end is reported at startup', async () => {
  await on.change();
  await on.ledger.checkEnds();
  expect(on.store.events).toEqual([]);

  const last = { realm: 'alpha', number: 2 };
  await on.store.bare((bare) => tamper(bare, last, { result: 'NOT_DONE' }));
  await on.reopen();
  await on.ledger.checkEnds();

  expect(on.store.events).toMatchObject([{ type: 'chain-broken', realm: 'alpha', count: 2 }]);
  expect(on.store.warnings.join()).toContain('record 2 of realm alpha');
});

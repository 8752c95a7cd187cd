/** What operators may want to be woken for is told once, by a stable name, and names nobody (security F10). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { Terms } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { createStore, engines, tamper } from './stores.ts';
import type { TestStore } from './stores.ts';

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let ledger: OpenLedger;

  beforeEach(async () => {
    store = await createStore(engine);
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  /** Begins a change ten seconds after the last, so that none is a double click. */
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

  /** The types of what was told, once nothing is under way. */
  async function told(): Promise<string[]> {
    await ledger.close();
    return store.events.map(({ type }) => type);
  }

  test('an ordinary change is none', async () => {
    await begin();
    await begin(of('ann'));
    await begin({ ...own, target: aPerson({ id: 'vera', privileged: true }) });

    expect(await told()).toEqual([]);
  });

  test('a second reset of one person within a day, with its number', async () => {
    await begin();
    store.clock.now += 86_000_000;
    const id = await begin({ kinds: ['PUSH'] });
    store.clock.now += 90_000_000;
    await begin(of('bob'));

    expect(await told()).toEqual(['repeated-reset']);
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
    ['a look', { dryRun: true }],
    ['a renaming', { effect: 'rename' }],
  ])('no second reset is %s', async (_label, about) => {
    await begin();
    await begin(about);

    expect(await told()).toEqual([]);
  });

  test('no second reset is one after a reset that changed nothing', async () => {
    await ledger.complete(await begin(), anOutcome('NOT_DONE'));
    await begin();

    expect(await told()).toEqual([]);
  });

  test('a fourth person of one actor within five minutes, and each further one', async () => {
    for (const id of ['ann', 'bob', 'cid', 'cid', 'dan', 'dan', 'eve'])
      await begin({ ...of(id), effect: 'rename' });
    await begin({ ...of('fay'), effect: 'rename', actor: anActor({ id: 'henry' }) });

    expect(await told()).toEqual(['many-people', 'many-people']);
    expect(store.events.map(({ count }) => count)).toEqual([4, 5]);
  });

  test('no four people are those of ten minutes', async () => {
    for (const id of ['ann', 'bob', 'cid', 'dan']) {
      store.clock.now += 140_000;
      await begin(of(id));
    }

    expect(await told()).toEqual([]);
  });

  test.each([true, null])(
    'a person who is privileged, or perhaps (%p), by somebody else',
    async (privileged) => {
      await begin({ target: aPerson({ privileged }) });

      expect(await told()).toEqual(['privileged-person']);
    },
  );

  test('a change by staff outside of working hours, and none of their own', async () => {
    store.clock.now = Date.parse('2026-11-25T18:30:00.000Z');
    await begin();
    await begin(own);
    store.clock.now = Date.parse('2026-11-28T12:00:00.000Z');
    await begin({ ...of('ann'), effect: 'remove' });

    expect((await told()).filter((type) => type !== 'repeated-reset')).toEqual([
      'outside-working-hours',
      'outside-working-hours',
    ]);
  });

  test('a limit that is reached, once a minute, and one that is passed', async () => {
    const limits = [limit('person and kind', 1, 86_400)];
    await begin({ effect: 'remove' }, { limits });
    for (const _ of [1, 2]) expect(await begin({ effect: 'remove' }, { limits })).toBe('limited');
    await begin({ effect: 'remove' }, { limits, override: true });

    expect(await told()).toEqual(['limit-reached', 'limit-overridden']);
  });

  test('a chain that is broken at its end, at the start', async () => {
    await ledger.complete(idOf(await ledger.begin(anIntent(), terms())), anOutcome());
    await ledger.checkEnds();
    expect(store.events).toEqual([]);

    await store.bare((bare) => tamper(bare, { realm: 'alpha', number: 2 }, { result: 'NOT_DONE' }));
    ledger = await store.open();
    await ledger.checkEnds();

    expect(store.events).toMatchObject([{ type: 'chain-broken', realm: 'alpha', count: 2 }]);
    expect(store.warnings.join()).toContain('record 2 of realm alpha');
  });
});

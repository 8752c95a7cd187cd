/** What is recorded of a change, and how it is found again (security G1). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { createStore, engines, noon, recordsOf } from './stores.ts';
import type { TestStore } from './stores.ts';

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let ledger: OpenLedger;

  beforeEach(async () => {
    store = await createStore(engine);
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  /** Begins changes one second apart, each of another person. */
  async function begin(...people: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const id of people) {
      store.clock.now += 1000;
      ids.push(idOf(await ledger.begin(anIntent({ target: aPerson({ id }) }), terms())));
    }
    return ids;
  }

  const targets = async (query: object): Promise<string[]> =>
    (await ledger.history({ realm: 'alpha', first: 10, ...query })).changes.map(
      ({ intent }) => intent.target.id,
    );

  test('a change is found by its number, with all that was said of it', async () => {
    const id = idOf(await ledger.begin(anIntent(), terms()));

    expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(await ledger.findChange(id)).toEqual({
      id,
      at: '2026-11-25T12:00:00.000Z',
      intent: anIntent(),
      outcome: null,
      refusal: null,
      overrode: [],
    });
  });

  test('its outcome is another record, and changes nothing of the first', async () => {
    const id = idOf(await ledger.begin(anIntent(), terms()));
    const [before] = await store.bare(recordsOf);
    ledger = await store.open();
    store.clock.now += 250;

    expect(await ledger.complete(id, anOutcome())).toBe('recorded');

    expect((await ledger.findChange(id))?.outcome).toEqual({
      ...anOutcome(),
      at: '2026-11-25T12:00:00.250Z',
    });
    const after = await store.bare(recordsOf);
    expect(after.map(({ kind, number }) => [kind, number])).toEqual([
      ['intent', 1],
      ['outcome', 2],
    ]);
    expect(after[0]).toEqual(before);
  });

  test('the first outcome stands', async () => {
    const id = idOf(await ledger.begin(anIntent(), terms()));
    await ledger.complete(id, anOutcome('UNKNOWN'));

    expect(await ledger.complete(id, anOutcome('DONE'))).toBe('already recorded');

    expect((await ledger.findChange(id))?.outcome?.outcome).toBe('UNKNOWN');
  });

  test('an outcome of nothing is told apart, and leaves no record', async () => {
    expect(await ledger.complete('0000-0000-0000-0000', anOutcome())).toBe('lost');

    expect(await store.bare(recordsOf)).toEqual([]);
    expect(store.warnings).toEqual([
      'The outcome of 0000-0000-0000-0000 belongs to no change in the ledger.',
    ]);
  });

  test('no change is found by an unknown number', async () => {
    expect(await ledger.findChange('0000-0000-0000-0000')).toBeNull();
  });

  test('everything is still there after a restart', async () => {
    const id = idOf(await ledger.begin(anIntent(), terms()));
    await ledger.complete(id, anOutcome());
    const before = await ledger.findChange(id);
    await ledger.close();

    ledger = await store.open();

    expect(await ledger.findChange(id)).toEqual(before);
  });

  describe('history', () => {
    test('is newest first, page by page, and stays so while changes are added', async () => {
      await begin('ann', 'bob', 'cid', 'dan');

      const first = await ledger.history({ realm: 'alpha', first: 2 });
      await begin('eve');
      const after = first.changes.at(-1)?.cursor ?? '';
      const second = await ledger.history({ realm: 'alpha', first: 2, after });

      const ids = (page: typeof first): string[] => page.changes.map((one) => one.intent.target.id);
      expect([ids(first), first.hasMore]).toEqual([['dan', 'cid'], true]);
      expect([ids(second), second.hasMore]).toEqual([['bob', 'ann'], false]);
    });

    test.each([
      ['of a person', { target: 'bob' }, ['bob', 'bob']],
      ['of an actor', { actor: { id: 'oscar', realm: 'alpha' } }, ['bob', 'vera']],
      [
        'of an actor of another realm with the same name',
        { actor: { id: 'oscar', realm: 'beta' } },
        [],
      ],
      ['of another realm', { realm: 'beta' }, ['bob']],
      ['of a realm without records', { realm: 'gamma' }, []],
    ])('%s', async (_label, query, expected) => {
      const oscar = anActor({ id: 'oscar', role: 'ADMINISTRATOR' });
      for (const intent of [
        anIntent(),
        anIntent({ target: aPerson({ realm: 'beta' }) }),
        anIntent({ actor: oscar, target: aPerson({ id: 'vera', privileged: true }) }),
        anIntent({ actor: oscar }),
        anIntent({ target: aPerson({ id: 'una', privileged: null }) }),
      ]) {
        await ledger.begin(intent, terms());
      }

      expect(await targets(query)).toEqual(expected);
    });

    test('of an actor in several realms misses nothing of one moment, page by page', async () => {
      for (const [id, realm] of [
        ['ann', 'beta'],
        ['bob', 'alpha'],
        ['cid', 'beta'],
        ['dan', 'gamma'],
      ] as const)
        await ledger.begin(anIntent({ target: aPerson({ id, realm }) }), terms());
      await ledger.begin(anIntent({ actor: anActor({ id: 'oscar' }) }), terms());
      const actor = { id: 'helen', realm: 'alpha' };
      const query = { actor, realms: ['alpha', 'beta'], first: 1 };

      const seen: string[] = [];
      let page = await ledger.activity(query);
      for (; page.hasMore; page = await ledger.activity({ ...query, after: seen.at(-1) ?? '' }))
        seen.push(page.changes[0]?.cursor ?? '');
      seen.push(page.changes[0]?.cursor ?? '');

      const whole = await ledger.activity({ ...query, first: 9 });
      expect(whole.changes.map((one) => one.intent.target.id)).toEqual(['cid', 'ann', 'bob']);
      expect(seen).toEqual(whole.changes.map(({ cursor }) => cursor));
    });

    test('has the outcome of each change beside it', async () => {
      const [ann = '', bob = ''] = await begin('ann', 'bob', 'cid');
      await ledger.complete(ann, anOutcome('DONE'));
      await ledger.complete(bob, anOutcome('NOT_DONE'));

      const { changes } = await ledger.history({ realm: 'alpha', first: 10 });

      expect(changes.map(({ outcome }) => outcome?.outcome ?? null)).toEqual([
        null,
        'NOT_DONE',
        'DONE',
      ]);
    });

    test.each(['', 'x', Buffer.from('record:-1').toString('base64url')])(
      'refuses %j, which is no cursor',
      async (after) => {
        await expect(ledger.history({ realm: 'alpha', first: 1, after })).rejects.toMatchObject({
          code: 'BAD_USER_INPUT',
          facts: { argument: 'after' },
        });
      },
    );
  });

  describe('open changes', () => {
    test('are those without an outcome, oldest first', async () => {
      const [ann = '', bob = '', cid = ''] = await begin('ann', 'bob', 'cid');
      await ledger.complete(bob, anOutcome());

      const open = await ledger.openIntents({ before: new Date(store.clock.now + 1) });

      expect(open.map(({ id }) => id)).toEqual([ann, cid]);
    });

    test('leave out what may still be under way', async () => {
      const [ann = ''] = await begin('ann', 'bob');

      const open = await ledger.openIntents({ before: new Date(noon + 2000) });

      expect(open.map(({ id }) => id)).toEqual([ann]);
    });

    test('leave out what is too long ago', async () => {
      const [, bob = ''] = await begin('ann', 'bob');
      const after = new Date(noon + 2000);

      const open = await ledger.openIntents({ before: new Date(noon + 60_000), after });

      expect(open.map(({ id }) => id)).toEqual([bob]);
    });

    test('of one person are found alone', async () => {
      const [, bob = ''] = await begin('ann', 'bob');
      const person = { realm: 'alpha', id: 'bob' };

      const open = await ledger.openIntents({ before: new Date(noon + 60_000), person });

      expect(open.map(({ id }) => id)).toEqual([bob]);
    });
  });

  describe('a refusal', () => {
    test('is in the history, and never open', async () => {
      await ledger.refuse(anIntent(), 'TARGET_PRIVILEGED');

      const { changes } = await ledger.history({ realm: 'alpha', first: 10 });
      expect(changes.map(({ refusal }) => refusal)).toEqual(['TARGET_PRIVILEGED']);
      expect(await ledger.openIntents({ before: new Date(noon + 1) })).toEqual([]);
    });

    test('is recorded once a minute for the same actor, person and effect', async () => {
      const others = [
        anIntent({ actor: anActor({ id: 'oscar' }) }),
        anIntent({ target: aPerson({ id: 'carol' }) }),
        anIntent({ effect: 'remove' }),
      ];
      for (const intent of [anIntent(), anIntent(), ...others, anIntent()]) {
        await ledger.refuse(intent, 'FORBIDDEN');
      }
      await ledger.refuse(anIntent(), 'OWN_ACCOUNT');
      store.clock.now += 60_001;
      await ledger.refuse(anIntent(), 'FORBIDDEN');

      expect(await store.bare(recordsOf)).toHaveLength(6);
    });
  });

  test('has no problem', async () => {
    expect(await ledger.problem()).toBeNull();
  });
});

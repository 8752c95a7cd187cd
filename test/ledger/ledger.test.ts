/** The record of a change, and the queries of records (security G1). */
import { describe, expect, test } from '@jest/globals';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { noon, recordsOf, type TestStore, useLedger } from './stores.ts';

let store: TestStore;
let ledger: OpenLedger;

useLedger((opened) => ({ store, ledger } = opened));

/** Begins changes of several people, one second apart. */
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

test('a change is found by its reference number', async () => {
  const id = idOf(await ledger.begin(anIntent(), terms()));

  expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(await ledger.findChange(id)).toEqual({
    id,
    at: '2026-11-25T12:00:00.000Z',
    intent: anIntent(),
    outcome: null,
    refusal: null,
    overrode: [],
    report: null,
    registration: null,
  });
});

test('an outcome is a second record, and does not change the first', async () => {
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

test('an outcome without an intent is lost, with a warning', async () => {
  expect(await ledger.complete('0000-0000-0000-0000', anOutcome())).toBe('lost');

  expect(await store.bare(recordsOf)).toEqual([]);
  expect(store.warnings).toEqual([
    'The outcome of change 0000-0000-0000-0000 was not recorded: the ledger has no such change.',
  ]);
});

test('an unknown reference number is null', async () => {
  expect(await ledger.findChange('0000-0000-0000-0000')).toBeNull();
});

test('changes are kept after a restart', async () => {
  const id = idOf(await ledger.begin(anIntent(), terms()));
  await ledger.complete(id, anOutcome());
  const before = await ledger.findChange(id);
  await ledger.close();

  ledger = await store.open();

  expect(await ledger.findChange(id)).toEqual(before);
});

describe('history', () => {
  test('is newest first, and its pages stay stable while changes are added', async () => {
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
    ['of a person', { target: { id: 'bob' } }, ['bob', 'bob']],
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

  test('of a ticket, a reference number or without dry runs, also among those of one outcome', async () => {
    const ids: string[] = [];
    for (const about of [{ ticket: 'INC-1' }, { ticket: 'INC-2' }, { dryRun: true }] as const) {
      store.clock.now += 1000;
      const id = idOf(
        await ledger.begin(
          anIntent({ ...about, target: aPerson({ id: `${ids.length}` }) }),
          terms(),
        ),
      );
      await ledger.complete(id, anOutcome('NOT_DONE'));
      ids.push(id);
    }
    const [first] = ids;

    for (const outcome of [{}, { outcome: 'NOT_DONE' }]) {
      expect(await targets({ ...outcome, ticket: 'INC-2' })).toEqual(['1']);
      expect(await targets({ ...outcome, ticket: 'INC-3' })).toEqual([]);
      expect(await targets({ ...outcome, id: first })).toEqual(['0']);
      expect(await targets({ ...outcome, id: first, ticket: 'INC-2' })).toEqual([]);
      expect(await targets({ ...outcome, dryRun: false })).toEqual(['1', '0']);
      expect(await targets({ ...outcome, dryRun: true })).toEqual(['2']);
    }
    expect(await targets({ outcome: 'DONE', ticket: 'INC-2' })).toEqual([]);
  });

  test('of an actor in several realms pages through changes of one moment', async () => {
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

  test('contains the outcome of each change', async () => {
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
    'rejects the invalid cursor %j',
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

  test('exclude changes that may be in progress', async () => {
    const [ann = ''] = await begin('ann', 'bob');

    const open = await ledger.openIntents({ before: new Date(noon + 2000) });

    expect(open.map(({ id }) => id)).toEqual([ann]);
  });

  test('exclude changes that are too old', async () => {
    const [, bob = ''] = await begin('ann', 'bob');
    const after = new Date(noon + 2000);

    const open = await ledger.openIntents({ before: new Date(noon + 60_000), after });

    expect(open.map(({ id }) => id)).toEqual([bob]);
  });
});

describe('a refusal', () => {
  test('is in the history, and is not an open change', async () => {
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

/** The record of a change, and the queries of records (security G1). */
import { describe, expect, test } from '@jest/globals';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { noon, onLedger, recordsOf } from './stores.ts';

const on = onLedger();

/** Begins changes of several people, one second apart. */
async function begin(...people: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const id of people) {
    on.store.clock.now += 1000;
    ids.push(idOf(await on.ledger.begin(anIntent({ target: aPerson({ id }) }), terms())));
  }
  return ids;
}

const targets = async (query: object): Promise<string[]> =>
  (await on.ledger.history({ realm: 'alpha', first: 10, ...query })).changes.map(
    ({ intent }) => intent.target.id,
  );

test('a change is found by its reference number', async () => {
  const id = idOf(await on.ledger.begin(anIntent(), terms()));

  expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(await on.ledger.findChange(id)).toEqual({
    id,
    at: '2026-11-25T12:00:00.000Z',
    intent: anIntent(),
    outcome: null,
    refusal: null,
    overrode: [],
    settled: null,
    report: null,
  });
});

test('changes are found together by their ids, and one that is absent is left out', async () => {
  const ids = await begin('ann', 'bob', 'cat');
  const [ann = '', , cat = ''] = ids;
  await on.ledger.complete(ann, anOutcome());

  const found = await on.ledger.findChanges([cat, '0000-0000-0000-0000', ann]);

  expect([...found.keys()].toSorted()).toEqual([ann, cat].toSorted());
  expect(found.get(ann)).toEqual(await on.ledger.findChange(ann));
  expect(found.get(cat)).toEqual(await on.ledger.findChange(cat));
  expect(await on.ledger.findChanges([])).toEqual(new Map());
});

test('an outcome is a second record, and does not change the first', async () => {
  const id = idOf(await on.ledger.begin(anIntent(), terms()));
  const [before] = await on.store.bare(recordsOf);
  await on.reopen();
  on.store.clock.now += 250;

  expect(await on.ledger.complete(id, anOutcome())).toBe('recorded');

  expect((await on.ledger.findChange(id))?.outcome).toEqual({
    ...anOutcome(),
    at: '2026-11-25T12:00:00.250Z',
  });
  const after = await on.store.bare(recordsOf);
  expect(after.map(({ kind, number }) => [kind, number])).toEqual([
    ['intent', 1],
    ['outcome', 2],
  ]);
  expect(after[0]).toEqual(before);
});

test('the first outcome stands', async () => {
  const id = idOf(await on.ledger.begin(anIntent(), terms()));
  await on.ledger.complete(id, anOutcome('UNKNOWN'));

  expect(await on.ledger.complete(id, anOutcome('DONE'))).toBe('already recorded');

  expect((await on.ledger.findChange(id))?.outcome?.outcome).toBe('UNKNOWN');
});

test('an outcome without an intent is lost, with a warning', async () => {
  expect(await on.ledger.findChange('0000-0000-0000-0000')).toBeNull();
  expect(await on.ledger.complete('0000-0000-0000-0000', anOutcome())).toBe('lost');

  expect(await on.store.steps()).toEqual([]);
  expect(on.store.warnings).toEqual([
    'The outcome of change 0000-0000-0000-0000 was not recorded: the ledger has no such change.',
  ]);
});

describe('history', () => {
  test('is newest first, and its pages stay stable while changes are added', async () => {
    await begin('ann', 'bob', 'cid', 'dan');

    const first = await on.ledger.history({ realm: 'alpha', first: 2 });
    await begin('eve');
    const after = first.changes.at(-1)?.cursor ?? '';
    const second = await on.ledger.history({ realm: 'alpha', first: 2, after });

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
      await on.ledger.begin(intent, terms());
    }

    expect(await targets(query)).toEqual(expected);
  });

  test.each(['', 'x', Buffer.from('record:-1').toString('base64url')])(
    'rejects the invalid cursor %j',
    async (after) => {
      await expect(on.ledger.history({ realm: 'alpha', first: 1, after })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        facts: { path: ['after'] },
      });
    },
  );
});

test('open changes are those without an outcome, neither new nor too old, oldest first', async () => {
  const [ann = '', bob = '', cid = '', dan = ''] = await begin('ann', 'bob', 'cid', 'dan');
  await on.ledger.complete(bob, anOutcome());
  const open = async (before: number, after?: number): Promise<string[]> => {
    const query = after === undefined ? {} : { after: new Date(after) };
    const found = await on.ledger.openIntents({ before: new Date(before), ...query });
    return found.map(({ id }) => id);
  };

  expect(await open(on.store.clock.now + 1)).toEqual([ann, cid, dan]);
  expect(await open(noon + 2000)).toEqual([ann]);
  expect(await open(noon + 60_000, noon + 2000)).toEqual([cid, dan]);
});

describe('a refusal', () => {
  test('is in the history, and is not an open change', async () => {
    await on.ledger.refuse(anIntent(), 'TARGET_PRIVILEGED');

    const { changes } = await on.ledger.history({ realm: 'alpha', first: 10 });
    expect(changes.map(({ refusal }) => refusal)).toEqual(['TARGET_PRIVILEGED']);
    expect(await on.ledger.openIntents({ before: new Date(noon + 1) })).toEqual([]);
  });

  test('is recorded once a minute for the same actor, person and effect', async () => {
    const others = [
      anIntent({ actor: anActor({ id: 'oscar' }) }),
      anIntent({ target: aPerson({ id: 'carol' }) }),
      anIntent({ effect: 'remove' }),
    ];
    for (const intent of [anIntent(), anIntent(), ...others, anIntent()]) {
      await on.ledger.refuse(intent, 'FORBIDDEN');
    }
    await on.ledger.refuse(anIntent(), 'OWN_ACCOUNT');
    on.store.clock.now += 60_001;
    await on.ledger.refuse(anIntent(), 'FORBIDDEN');

    expect(await on.store.bare(recordsOf)).toHaveLength(6);
  });
});

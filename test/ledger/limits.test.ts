/** Limits are questions to the ledger, asked in the transaction that records the intent (security F1 to F3). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { Begun, Terms } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { createStore, engines, recordsOf } from './stores.ts';
import type { TestStore } from './stores.ts';

const twoPerActor = limit('actor', 2, 600);
const twoPerPerson = limit('person and kind', 2, 86_400);

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let ledger: OpenLedger;

  beforeEach(async () => {
    store = await createStore(engine);
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  /** Begins a change ten seconds after the last, so that none is a double click. */
  async function begin(about: Partial<Intent>, on: Partial<Terms>): Promise<Begun> {
    store.clock.now += 10_000;
    return ledger.begin(anIntent(about), terms(on));
  }

  const of = (id: string): Partial<Intent> => ({ target: aPerson({ id }) });

  test('an actor has so many changes in a time, and is told when there is room', async () => {
    const limits = [twoPerActor];
    await begin(of('ann'), { limits });
    await begin(of('bob'), { limits });

    expect(await begin(of('cid'), { limits })).toEqual({
      kind: 'limited',
      rule: 'actor: 2 in 600 s',
      retryAfterSeconds: 580,
    });
    store.clock.now += 570_000;
    expect(await begin(of('cid'), { limits })).toMatchObject({ kind: 'recorded' });
    expect(await begin(of('dan'), { limits })).toMatchObject({ kind: 'recorded' });
    expect(await begin(of('eve'), { limits })).toMatchObject({ kind: 'limited' });
  });

  test('of several limits the longest wait is told', async () => {
    const limits = [twoPerActor, limit('actor', 2, 86_400)];
    await begin(of('ann'), { limits });
    await begin(of('bob'), { limits });

    expect(await begin(of('cid'), { limits })).toMatchObject({ retryAfterSeconds: 86_380 });
  });

  test('a person has so many changes of a kind, by whomever', async () => {
    const limits = [twoPerPerson];
    await begin({ actor: anActor({ id: 'helen' }) }, { limits });
    await begin({ actor: anActor({ id: 'henry' }) }, { limits });

    const third = { actor: anActor({ id: 'oscar', role: 'ADMINISTRATOR' as const }) };
    expect(await begin(third, { limits })).toMatchObject({ kind: 'limited' });
    expect(await begin({ ...third, kinds: ['PUSH'] }, { limits })).toMatchObject({
      kind: 'recorded',
    });
    expect(await begin({ ...third, kinds: ['PUSH', 'OATH'] }, { limits })).toMatchObject({
      kind: 'limited',
    });
    expect(await begin({ ...third, target: aPerson({ realm: 'beta' }) }, { limits })).toMatchObject(
      { kind: 'recorded' },
    );
  });

  test.each<{ label: string; other: Partial<Intent> }>([
    { label: 'of people for themselves', other: { actor: anActor({ id: 'bob', role: 'SELF' }) } },
    { label: 'of another effect', other: { effect: 'rename' } },
    { label: 'that are a dry run', other: { dryRun: true } },
  ])('changes $label are counted apart', async ({ other }) => {
    const limits = [twoPerPerson, limit('actor', 3, 600)];
    for (const kind of [1, 2, 3]) await begin({ ...other, reason: `${kind}` }, {});

    expect(await begin({}, { limits })).toMatchObject({ kind: 'recorded' });
  });

  test('a dry run is free', async () => {
    const limits = [limit('actor', 1, 600)];
    await begin({}, { limits });

    expect(await begin({ dryRun: true }, { limits })).toMatchObject({ kind: 'recorded' });
  });

  test.each(['NOT_DONE', 'NOTHING_TO_RESET'] as const)(
    'what ended with %s leaves room for the person, but not for the actor',
    async (outcome) => {
      const id = idOf(await begin({}, {}));
      await ledger.complete(id, anOutcome(outcome));

      const person = [limit('person and kind', 1, 86_400)];
      expect(await begin({}, { limits: [limit('actor', 1, 600)] })).toMatchObject({
        kind: 'limited',
      });
      expect(await begin({}, { limits: person })).toMatchObject({ kind: 'recorded' });
    },
  );

  test.each(['DONE', 'UNKNOWN', 'CONFIRMED', null] as const)(
    'what ended with %s takes the room of the person',
    async (outcome) => {
      const id = idOf(await begin({}, {}));
      if (outcome !== null) await ledger.complete(id, anOutcome(outcome));

      expect(await begin({}, { limits: [limit('person and kind', 1, 86_400)] })).toMatchObject({
        kind: 'limited',
      });
    },
  );

  test('a higher role passes the limit of a person, which is recorded; never its own', async () => {
    const limits = [limit('person and kind', 1, 86_400)];
    await begin({}, { limits });

    const passed = await begin({}, { limits, override: true });

    expect(passed).toMatchObject({ kind: 'recorded', overrode: ['person and kind: 1 in 86400 s'] });
    expect((await ledger.findChange(idOf(passed)))?.overrode).toEqual([
      'person and kind: 1 in 86400 s',
    ]);
    expect(await begin({}, { limits: [limit('actor', 1, 600)], override: true })).toMatchObject({
      kind: 'limited',
    });
  });

  test('names are counted as they are: neither pattern nor case matters', async () => {
    const limits = [limit('person and kind', 1, 86_400)];
    for (const id of ['b%', 'b_b', 'BOB']) await begin(of(id), {});

    expect(await begin(of('bob'), { limits })).toMatchObject({ kind: 'recorded' });
  });

  test('what is limited is recorded as refused, not as intended', async () => {
    const limits = [limit('actor', 1, 600)];
    await begin(of('ann'), { limits });
    await begin(of('bob'), { limits });

    const records = await store.bare(recordsOf);

    expect(records.map(({ kind, person, result }) => [kind, person, result])).toEqual([
      ['intent', 'ann', null],
      ['refusal', 'bob', 'RATE_LIMITED'],
    ]);
  });

  test('a hundred at once do not pass a limit', async () => {
    const limits = [limit('actor', 7, 600)];
    const tries = Array.from({ length: 100 }, (_, index) =>
      ledger.begin(anIntent(of(`person-${index}`)), terms({ limits })),
    );

    const kinds = (await Promise.all(tries)).map(({ kind }) => kind);

    expect(kinds.filter((kind) => kind === 'recorded')).toHaveLength(7);
    expect(kinds.filter((kind) => kind === 'limited')).toHaveLength(93);
  });
});

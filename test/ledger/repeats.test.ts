/** A change that is asked for twice is made once (R19). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { createStore, engines, recordsOf } from './stores.ts';
import type { TestStore } from './stores.ts';

const hour = 3_600_000;

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let ledger: OpenLedger;

  beforeEach(async () => {
    store = await createStore(engine);
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  const keyed = (idempotencyKey = 'key-1') => terms({ idempotencyKey });

  const others: readonly { readonly label: string; readonly other: Partial<Intent> }[] = [
    { label: 'another person', other: { target: aPerson({ id: 'carol' }) } },
    { label: 'another realm', other: { target: aPerson({ realm: 'beta' }) } },
    { label: 'another effect', other: { effect: 'remove' } },
    { label: 'other kinds', other: { kinds: ['OATH', 'PUSH'] } },
    { label: 'other options', other: { options: { deviceId: 'one' } } },
    { label: 'a dry run', other: { dryRun: true } },
  ];
  const otherGrounds: typeof others = [
    { label: 'another reason', other: { reason: 'stolen phone' } },
    { label: 'another ticket', other: { ticket: 'INC-2' } },
    { label: 'another verification', other: { verification: null } },
  ];

  describe('by its key', () => {
    test('under way, it is in progress', async () => {
      const id = idOf(await ledger.begin(anIntent(), keyed()));

      expect(await ledger.begin(anIntent(), keyed())).toEqual({
        kind: 'in progress',
        id,
        at: '2026-11-25T12:00:00.000Z',
      });
    });

    test('ended, its outcome is the answer again, and not counted by any limit', async () => {
      const id = idOf(await ledger.begin(anIntent(), keyed()));
      await ledger.complete(id, anOutcome());
      const limits = [limit('actor', 1, 86_400), limit('person and kind', 1, 86_400)];

      const again = await ledger.begin(anIntent(), { ...keyed(), limits });

      expect(again).toMatchObject({ kind: 'replay', change: { id }, outcome: anOutcome() });
      expect(await store.bare(recordsOf)).toHaveLength(2);
    });

    test.each([...others, ...otherGrounds])('with $label it is a conflict', async ({ other }) => {
      await ledger.begin(anIntent(), keyed());

      expect(await ledger.begin(anIntent(other), keyed())).toEqual({ kind: 'key conflict' });
      const records = await store.bare(recordsOf);
      expect(records.map(({ kind }) => kind)).toEqual(['intent', 'refusal']);
    });

    test.each<{ label: string; same: Partial<Intent> }>([
      { label: 'another correlation id', same: { correlationId: 'another' } },
      {
        label: 'a newer sign-in',
        same: { actor: anActor({ signedInAt: null, method: 'BEARER' }) },
      },
      { label: 'another list of devices', same: { before: [] } },
      { label: 'the kinds in another order', same: { kinds: ['PUSH', 'OATH'] } },
    ])('with $label it is the same', async ({ same }) => {
      await ledger.begin(anIntent({ kinds: ['OATH', 'PUSH'] }), keyed());

      expect(
        await ledger.begin(anIntent({ kinds: ['OATH', 'PUSH'], ...same }), keyed()),
      ).toMatchObject({ kind: 'in progress' });
    });

    test.each([
      { label: 'another actor', actor: anActor({ id: 'oscar' }) },
      { label: 'an actor of another realm', actor: anActor({ realm: 'beta' }) },
    ])("is not $label's", async ({ actor }) => {
      await ledger.begin(anIntent(), keyed());

      expect(await ledger.begin(anIntent({ actor }), keyed())).toMatchObject({ kind: 'recorded' });
    });

    test('is known for a day, after a restart, too', async () => {
      const id = idOf(await ledger.begin(anIntent(), keyed()));
      await ledger.complete(id, anOutcome());
      await ledger.close();
      ledger = await store.open();

      store.clock.now += 24 * hour - 1;
      expect(await ledger.begin(anIntent(), keyed())).toMatchObject({ kind: 'replay' });
      store.clock.now += 1;
      expect(await ledger.begin(anIntent(), keyed())).toMatchObject({ kind: 'recorded' });
    });

    test('is recorded as a hash', async () => {
      await ledger.begin(anIntent(), keyed('said in confidence'));

      expect(JSON.stringify(await store.bare(recordsOf))).not.toContain('said in confidence');
    });

    test('fifty at once are one change', async () => {
      const tries = Array.from({ length: 50 }, () => ledger.begin(anIntent(), keyed()));

      const kinds = (await Promise.all(tries)).map(({ kind }) => kind);

      expect(kinds.filter((kind) => kind === 'recorded')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'in progress')).toHaveLength(49);
    });
  });

  describe('after an outcome that nobody knows', () => {
    test('it is sent again only where that is asked for, and then once', async () => {
      const first = idOf(await ledger.begin(anIntent(), keyed()));
      await ledger.complete(first, anOutcome('UNKNOWN'));
      const limits = [limit('actor', 1, 600)];

      expect(await ledger.begin(anIntent(), keyed())).toMatchObject({ kind: 'replay' });
      const again = { ...keyed(), again: first, limits };
      const second = idOf(await ledger.begin(anIntent(), again));
      expect(await ledger.begin(anIntent(), again)).toMatchObject({
        kind: 'in progress',
        id: second,
      });
    });

    test.each(['DONE', 'NOT_DONE', null] as const)('%s is not sent again', async (outcome) => {
      const id = idOf(await ledger.begin(anIntent(), keyed()));
      if (outcome !== null) await ledger.complete(id, anOutcome(outcome));

      const begun = await ledger.begin(anIntent(), { ...keyed(), again: id });

      expect(begun.kind).toBe(outcome === null ? 'in progress' : 'replay');
    });

    test('nobody gets round a limit by saying so', async () => {
      await ledger.begin(anIntent(), keyed());
      const limits = [limit('actor', 1, 600)];

      const begun = await ledger.begin(anIntent({ target: aPerson({ id: 'carol' }) }), {
        ...keyed('key-2'),
        again: '0000-0000-0000-0000',
        limits,
      });

      expect(begun.kind).toBe('limited');
    });
  });

  describe('without a key', () => {
    test('within five seconds it is a double click', async () => {
      const id = idOf(await ledger.begin(anIntent(), terms()));

      store.clock.now += 4_999;
      expect(await ledger.begin(anIntent({ reason: null }), terms())).toMatchObject({
        kind: 'in progress',
        id,
      });
      store.clock.now += 1;
      expect(await ledger.begin(anIntent(), terms())).toMatchObject({ kind: 'recorded' });
    });

    test('it is none where the time of day was set back since, and nothing old is told as done', async () => {
      const id = idOf(await ledger.begin(anIntent(), terms()));
      await ledger.complete(id, anOutcome());

      store.clock.now -= hour;

      expect(await ledger.begin(anIntent(), terms())).toMatchObject({ kind: 'recorded' });
      expect(await ledger.begin(anIntent(), terms())).toMatchObject({ kind: 'in progress' });
    });

    test.each(others)('with $label it is none', async ({ other }) => {
      await ledger.begin(anIntent(), terms());

      expect(await ledger.begin(anIntent(other), terms())).toMatchObject({ kind: 'recorded' });
    });

    test('two keys are two changes', async () => {
      await ledger.begin(anIntent(), keyed('key-1'));

      expect(await ledger.begin(anIntent(), keyed('key-2'))).toMatchObject({ kind: 'recorded' });
    });
  });
});

/** A change that is requested twice is made once (R19). */
import { describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { recordsOf, type TestStore, useLedger } from './stores.ts';

const hour = 3_600_000;

let store: TestStore;
let ledger: OpenLedger;

useLedger((opened) => ({ store, ledger } = opened));

const keyed = (idempotencyKey = 'key-1') => terms({ idempotencyKey });

const others: readonly { readonly label: string; readonly other: Partial<Intent> }[] = [
  { label: 'another person', other: { target: aPerson({ id: 'carol' }) } },
  { label: 'another realm', other: { target: aPerson({ realm: 'beta' }) } },
  { label: 'another effect', other: { effect: 'remove' } },
  { label: 'other kinds', other: { kinds: ['OATH', 'PUSH'] } },
  { label: 'other options', other: { options: { deviceId: 'one' } } },
];
const otherGrounds: typeof others = [
  { label: 'another reason', other: { reason: 'stolen phone' } },
  { label: 'another ticket', other: { ticket: 'INC-2' } },
  { label: 'another verification', other: { verification: null } },
];

describe('with a key', () => {
  test('a change without an outcome is in progress', async () => {
    const id = idOf(await ledger.begin(anIntent(), keyed()));

    expect(await ledger.begin(anIntent(), keyed())).toEqual({
      kind: 'in progress',
      id,
      at: '2026-11-25T12:00:00.000Z',
      ageMs: 0,
    });
  });

  test('an ended change returns its outcome again, and no limit counts it', async () => {
    const id = idOf(await ledger.begin(anIntent(), keyed()));
    await ledger.complete(id, anOutcome());
    const limits = [limit('actor', 1, 86_400), limit('person and kind', 1, 86_400)];

    const again = await ledger.begin(anIntent(), { ...keyed(), limits });

    expect(again).toMatchObject({ kind: 'replay', change: { id }, outcome: anOutcome() });
    expect(await store.bare(recordsOf)).toHaveLength(2);
  });

  test.each([...others, ...otherGrounds])('$label is a conflict', async ({ other }) => {
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
  ])('$label is the same change', async ({ same }) => {
    await ledger.begin(anIntent({ kinds: ['OATH', 'PUSH'] }), keyed());

    expect(
      await ledger.begin(anIntent({ kinds: ['OATH', 'PUSH'], ...same }), keyed()),
    ).toMatchObject({ kind: 'in progress' });
  });

  test.each([
    { label: 'another actor', actor: anActor({ id: 'oscar' }) },
    { label: 'an actor of another realm', actor: anActor({ realm: 'beta' }) },
  ])('$label has other keys', async ({ actor }) => {
    await ledger.begin(anIntent(), keyed());

    expect(await ledger.begin(anIntent({ actor }), keyed())).toMatchObject({ kind: 'recorded' });
  });

  test('a key is valid for a day, also after a restart', async () => {
    const id = idOf(await ledger.begin(anIntent(), keyed()));
    await ledger.complete(id, anOutcome());
    await ledger.close();
    ledger = await store.open();

    store.clock.now += 24 * hour - 1;
    expect(await ledger.begin(anIntent(), keyed())).toMatchObject({ kind: 'replay' });
    store.clock.now += 1;
    expect(await ledger.begin(anIntent(), keyed())).toMatchObject({ kind: 'recorded' });
  });

  test('a key is recorded as a hash', async () => {
    await ledger.begin(anIntent(), keyed('said in confidence'));

    expect(JSON.stringify(await store.bare(recordsOf))).not.toContain('said in confidence');
  });

  test('fifty concurrent requests are one change', async () => {
    const tries = Array.from({ length: 50 }, () => ledger.begin(anIntent(), keyed()));

    const kinds = (await Promise.all(tries)).map(({ kind }) => kind);

    expect(kinds.filter((kind) => kind === 'recorded')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'in progress')).toHaveLength(49);
  });
});

describe('a dry run', () => {
  const dry = anIntent({ dryRun: true });

  test('is answered by the change under its key, and is no double click', async () => {
    const id = idOf(await ledger.begin(anIntent(), keyed()));
    expect(await ledger.begin(dry, keyed())).toMatchObject({ kind: 'in progress', id });
    await ledger.complete(id, anOutcome());

    expect(await ledger.begin(dry, keyed())).toMatchObject({ kind: 'replay', change: { id } });
    expect(await ledger.begin(dry, terms())).toMatchObject({ kind: 'recorded' });
  });

  test.each([keyed(), terms()])('answers neither a change nor another dry run', async (on) => {
    const id = idOf(await ledger.begin(dry, on));
    await ledger.complete(id, anOutcome('WOULD_RESET'));

    expect(await ledger.begin(dry, on)).toMatchObject({ kind: 'recorded' });
    expect(await ledger.begin(anIntent(), on)).toMatchObject({ kind: 'recorded' });
  });

  test('of an UNKNOWN change does not send it again, and has its own limit', async () => {
    const first = idOf(await ledger.begin(anIntent(), keyed()));
    await ledger.complete(first, anOutcome('UNKNOWN'));
    const again = { ...keyed(), again: first, limits: [limit('dry runs of actor', 1, 60)] };

    expect(await ledger.begin(dry, again)).toMatchObject({ kind: 'recorded' });
    expect(await ledger.begin(dry, again)).toMatchObject({ kind: 'limited' });
    expect(await ledger.begin(anIntent(), again)).toMatchObject({ kind: 'recorded' });
  });
});

describe('after an unknown outcome', () => {
  test('it is sent again on request, and only once', async () => {
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

  test('a wrong id does not bypass a limit', async () => {
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

  test('it is a new change after the clock was set back', async () => {
    const id = idOf(await ledger.begin(anIntent(), terms()));
    await ledger.complete(id, anOutcome());

    store.clock.now -= hour;

    expect(await ledger.begin(anIntent(), terms())).toMatchObject({ kind: 'recorded' });
    expect(await ledger.begin(anIntent(), terms())).toMatchObject({ kind: 'in progress' });
  });

  test.each(others)('$label is a new change', async ({ other }) => {
    await ledger.begin(anIntent(), terms());

    expect(await ledger.begin(anIntent(other), terms())).toMatchObject({ kind: 'recorded' });
  });

  test('two keys are two changes', async () => {
    await ledger.begin(anIntent(), keyed('key-1'));

    expect(await ledger.begin(anIntent(), keyed('key-2'))).toMatchObject({ kind: 'recorded' });
  });
});

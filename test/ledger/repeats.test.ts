/** A change that is requested twice is made once (R19). */
import { describe, expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change/change-record.ts';
import type { Begun, Terms } from '../../src/domain/ledger-ports/ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { onLedger, recordsOf } from './stores.ts';

const hour = 3_600_000;
const on = onLedger();

/** Begins a change at once: what is like the last one may be a double click. */
const begin = (about: Partial<Intent> = {}, given: Partial<Terms> = {}): Promise<Begun> =>
  on.ledger.begin(anIntent(about), terms(given));
const key = { idempotencyKey: 'key-1' };
const keyed = (about: Partial<Intent> = {}): Promise<Begun> => begin(about, key);

/** Begins and completes a change under the key; returns its id. */
async function ended(outcome?: Parameters<typeof anOutcome>[0], about = {}): Promise<string> {
  const id = idOf(await keyed(about));
  await on.ledger.complete(id, anOutcome(outcome));
  return id;
}

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
    const id = idOf(await keyed());

    const at = '2026-11-25T12:00:00.000Z';
    expect(await keyed()).toEqual({ kind: 'in progress', id, at, ageMs: 0 });
  });

  test('an ended change returns its outcome again, and no limit counts it', async () => {
    const id = await ended();
    const limits = [limit('actor', 1, 86_400), limit('person and kind', 1, 86_400)];

    const again = await begin({}, { ...key, limits });

    expect(again).toMatchObject({ kind: 'replay', change: { id }, outcome: anOutcome() });
    expect(await on.store.bare(recordsOf)).toHaveLength(2);
  });

  test.each([
    ['UNKNOWN', 'UPSTREAM_TIMEOUT', 'recorded'],
    ['NOT_DONE', 'STEP_UP_REQUIRED', 'limited'],
    ['NOT_DONE', 'UPSTREAM_ERROR', 'replay'],
    ['NOTHING_TO_RESET', null, 'replay'],
    ['DONE', null, 'replay'],
  ] as const)('at a full limit, what was %s (%s) is %s', async (outcome, problem, kind) => {
    const again = idOf(await keyed());
    const [result] = anOutcome(outcome).results;
    if (result === undefined) throw new Error('there is a result');
    await on.ledger.complete(again, {
      ...anOutcome(outcome),
      results: [{ ...result, problem }],
    });

    const limits = [limit('actor', 1, 86_400)];
    expect(await begin({}, { ...key, again, limits })).toMatchObject({ kind });
  });

  test.each([...others, ...otherGrounds])('$label is a conflict', async ({ other }) => {
    await keyed();

    expect(await keyed(other)).toEqual({ kind: 'key conflict' });
    expect(await on.store.steps()).toEqual(['intent', 'refusal IDEMPOTENCY_KEY_REUSED']);
  });

  test.each<{ label: string; same: Partial<Intent> }>([
    { label: 'another correlation id', same: { correlationId: 'another' } },
    { label: 'a newer sign-in', same: { actor: anActor({ signedInAt: null, method: 'BEARER' }) } },
    { label: 'another list of devices', same: { before: [] } },
    { label: 'the kinds in another order', same: { kinds: ['PUSH', 'OATH'] } },
  ])('$label is the same change', async ({ same }) => {
    const kinds = ['OATH', 'PUSH'] as const;
    await keyed({ kinds });

    expect(await keyed({ kinds, ...same })).toMatchObject({ kind: 'in progress' });
  });

  test.each([
    { label: 'another actor', actor: anActor({ id: 'oscar' }) },
    { label: 'an actor of another realm', actor: anActor({ realm: 'beta' }) },
  ])('$label has other keys', async ({ actor }) => {
    await keyed();

    expect(await keyed({ actor })).toMatchObject({ kind: 'recorded' });
  });

  test('a key is valid for a day, also after a restart', async () => {
    await ended();
    await on.reopen();

    on.store.clock.now += 24 * hour - 1;
    expect(await keyed()).toMatchObject({ kind: 'replay' });
    on.store.clock.now += 1;
    expect(await keyed()).toMatchObject({ kind: 'recorded' });
  });

  test('a key is recorded as a hash', async () => {
    await begin({}, { idempotencyKey: 'said in confidence' });

    expect(JSON.stringify(await on.store.bare(recordsOf))).not.toContain('said in confidence');
  });
});

describe('a dry run', () => {
  const dry = { dryRun: true };

  test('is answered by the change under its key, and is no double click', async () => {
    const id = idOf(await keyed());
    expect(await keyed(dry)).toMatchObject({ kind: 'in progress', id });
    await on.ledger.complete(id, anOutcome());

    expect(await keyed(dry)).toMatchObject({ kind: 'replay', change: { id } });
    expect(await begin(dry)).toMatchObject({ kind: 'recorded' });
  });

  test.each([key, {}])('answers neither a change nor another dry run: %j', async (given) => {
    await on.ledger.complete(idOf(await begin(dry, given)), anOutcome('WOULD_RESET'));

    expect(await begin(dry, given)).toMatchObject({ kind: 'recorded' });
    expect(await begin({}, given)).toMatchObject({ kind: 'recorded' });
  });

  test('of an UNKNOWN change does not send it again, and has its own limit', async () => {
    const first = await ended('UNKNOWN');
    const again = { ...key, again: first, limits: [limit('dry runs of actor', 1, 60)] };

    expect(await begin(dry, again)).toMatchObject({ kind: 'recorded' });
    expect(await begin(dry, again)).toMatchObject({ kind: 'limited' });
    expect(await begin({}, again)).toMatchObject({ kind: 'recorded' });
  });
});

describe('after an unknown outcome', () => {
  test('it is sent again on request, and only once', async () => {
    const first = await ended('UNKNOWN');

    expect(await keyed()).toMatchObject({ kind: 'replay' });
    const again = { ...key, again: first, limits: [limit('actor', 1, 600)] };
    const second = idOf(await begin({}, again));
    expect(await begin({}, again)).toMatchObject({ kind: 'in progress', id: second });
  });

  test.each(['DONE', 'NOT_DONE', null] as const)('%s is not sent again', async (outcome) => {
    const again = outcome === null ? idOf(await keyed()) : await ended(outcome);

    const kind = outcome === null ? 'in progress' : 'replay';
    expect(await begin({}, { ...key, again })).toMatchObject({ kind });
  });

  test('a wrong id does not bypass a limit', async () => {
    await keyed();
    const wrong = { idempotencyKey: 'key-2', again: '0000-0000-0000-0000' };
    const limits = [limit('actor', 1, 600)];

    const begun = await begin({ target: aPerson({ id: 'carol' }) }, { ...wrong, limits });

    expect(begun.kind).toBe('limited');
  });
});

describe('without a key', () => {
  test('within five seconds it is a double click', async () => {
    const id = idOf(await begin());

    on.store.clock.now += 4_999;
    expect(await begin({ reason: null })).toMatchObject({ kind: 'in progress', id });
    on.store.clock.now += 1;
    expect(await begin()).toMatchObject({ kind: 'recorded' });
  });

  test('it is a new change after the clock was set back', async () => {
    await on.ledger.complete(idOf(await begin()), anOutcome());

    on.store.clock.now -= hour;

    expect(await begin()).toMatchObject({ kind: 'recorded' });
    expect(await begin()).toMatchObject({ kind: 'in progress' });
  });

  test.each(others)('$label is a new change', async ({ other }) => {
    await begin();

    expect(await begin(other)).toMatchObject({ kind: 'recorded' });
  });
});

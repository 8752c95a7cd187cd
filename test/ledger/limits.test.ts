/** Limits are checked in the transaction that records the intent (security F1 to F3). */
import { expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change-record.ts';
import { Failure } from '../../src/domain/failure.ts';
import type { Begun, Terms } from '../../src/domain/ledger.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { recordsOf, type TestStore, useLedger, verifyAll } from './stores.ts';

const twoPerActor = limit('actor', 2, 600);
const twoPerPerson = limit('person and kind', 2, 86_400);

let store: TestStore;
let ledger: OpenLedger;

useLedger((opened) => ({ store, ledger } = opened));

/** Begins a change ten seconds after the last one, so that it is not a double click. */
async function begin(about: Partial<Intent>, on: Partial<Terms>): Promise<Begun> {
  store.clock.now += 10_000;
  return ledger.begin(anIntent(about), terms(on));
}

const of = (id: string): Partial<Intent> => ({ target: aPerson({ id }) });

test('an actor can make a number of changes within a time, and learns when to retry', async () => {
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

test('with several limits the longest wait is returned', async () => {
  const limits = [twoPerActor, limit('actor', 2, 86_400)];
  await begin(of('ann'), { limits });
  await begin(of('bob'), { limits });

  expect(await begin(of('cid'), { limits })).toMatchObject({ retryAfterSeconds: 86_380 });
});

test('a limit per person counts the changes of all actors', async () => {
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
  expect(await begin({ ...third, target: aPerson({ realm: 'beta' }) }, { limits })).toMatchObject({
    kind: 'recorded',
  });
});

test('if several kinds are full, the longest wait is reported', async () => {
  const limits = [limit('person and kind', 1, 86_400)];
  await begin({ kinds: ['OATH'] }, { limits });
  await begin({ kinds: ['PUSH'] }, { limits });

  const both = await begin({ kinds: ['OATH', 'PUSH'] }, { limits });

  expect(both).toMatchObject({ kind: 'limited', retryAfterSeconds: 86_390 });
});

test('a full limit does not stop an UNKNOWN change that is sent again', async () => {
  const once = { limits: [limit('actor', 1, 600)], idempotencyKey: 'a-key' };
  const again = idOf(await begin({}, once));
  await ledger.complete(again, anOutcome('UNKNOWN'));

  expect(await begin({}, { ...once, again })).toMatchObject({ kind: 'recorded' });
  expect(await begin({}, { ...once, idempotencyKey: 'other' })).toMatchObject({
    kind: 'limited',
  });
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

test.each([limit('actor', 1, 600), limit('person and kind', 1, 600)])(
  'a dry run meets the limit of $per, and does not fill it',
  async (rule) => {
    const limits = [rule];
    await begin({ dryRun: true }, { limits });
    await begin({ dryRun: true }, { limits });
    expect(await begin({}, { limits })).toMatchObject({ kind: 'recorded' });

    expect(await begin({ dryRun: true }, { limits })).toEqual({
      kind: 'limited',
      rule: rule.name,
      retryAfterSeconds: 590,
    });
  },
);

test('dry runs have a limit of their own, whatever their effect and person', async () => {
  const limits = [limit('actor', 2, 600), limit('dry runs of actor', 2, 60)];
  await begin({}, { limits });
  await begin({ dryRun: true }, { limits });
  await begin({ dryRun: true, effect: 'remove', ...of('ann') }, { limits });

  expect(await begin({ dryRun: true, ...of('cid') }, { limits })).toEqual({
    kind: 'limited',
    rule: 'dry runs of actor: 2 in 60 s',
    retryAfterSeconds: 40,
  });
  const other = { dryRun: true, actor: anActor({ id: 'hugo' }) };
  expect(await begin(other, { limits })).toMatchObject({ kind: 'recorded' });
  store.clock.now += 30_000;
  expect(await begin({ dryRun: true }, { limits })).toMatchObject({ kind: 'recorded' });
});

test.each(['NOT_DONE', 'NOTHING_TO_RESET'] as const)(
  'the outcome %s counts for the actor, but not for the person',
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
  'the outcome %s counts for the person',
  async (outcome) => {
    const id = idOf(await begin({}, {}));
    if (outcome !== null) await ledger.complete(id, anOutcome(outcome));

    expect(await begin({}, { limits: [limit('person and kind', 1, 86_400)] })).toMatchObject({
      kind: 'limited',
    });
  },
);

test('a kind that was changed counts for the person although another one failed', async () => {
  const kinds = ['OATH', 'PUSH'] as const;
  const id = idOf(await begin({ kinds }, {}));
  const push = { kind: 'PUSH', outcome: 'NOT_DONE', proof: 'ANSWER', problem: null } as const;
  await ledger.complete(id, {
    outcome: 'NOT_DONE',
    results: [...anOutcome('DONE').results, { ...push, before: [], after: [] }],
    sessionsEnded: null,
  });

  const limits = [limit('person and kind', 1, 86_400)];
  expect(await begin({ kinds: ['OATH'] }, { limits })).toMatchObject({ kind: 'limited' });
  expect(await begin({ kinds: ['PUSH'] }, { limits })).toMatchObject({ kind: 'recorded' });
  expect((await store.bare(verifyAll)).broken).toBeNull();
});

test('an override passes the limit of a person, which is recorded, but not of the actor', async () => {
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

test('names are compared exactly: no patterns, and with their case', async () => {
  const limits = [limit('person and kind', 1, 86_400)];
  for (const id of ['b%', 'b_b', 'BOB']) await begin(of(id), {});

  expect(await begin(of('bob'), { limits })).toMatchObject({ kind: 'recorded' });
});

test('a limited change is recorded as refused', async () => {
  const limits = [limit('actor', 1, 600)];
  await begin(of('ann'), { limits });
  await begin(of('bob'), { limits });

  const records = await store.bare(recordsOf);

  expect(records.map(({ kind, person, result }) => [kind, person, result])).toEqual([
    ['intent', 'ann', null],
    ['refusal', 'bob', 'RATE_LIMITED'],
  ]);
});

test('a hundred concurrent changes do not exceed a limit', async () => {
  const limits = [limit('actor', 7, 600)];
  const tries = Array.from({ length: 100 }, (_, index) =>
    answered(() => ledger.begin(anIntent(of(`person-${index}`)), terms({ limits }))),
  );

  const kinds = (await Promise.all(tries)).map(({ kind }) => kind);

  expect(kinds.filter((kind) => kind === 'recorded')).toHaveLength(7);
  expect(kinds.filter((kind) => kind === 'limited')).toHaveLength(93);
});

/** Tries again while a busy machine has no connection in time, as clients do: nothing was begun. */
async function answered(act: () => Promise<Begun>): Promise<Begun> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'AUDIT_UNAVAILABLE') throw error;
    }
  }
}

/**
 * Limits and keys are checked in the transaction that records the intent (security F1 to F3, R19).
 */
import { expect, test } from '@jest/globals';
import type { Intent, Outcome } from '../../src/domain/change/change-record.ts';
import type { Begun, Terms } from '../../src/domain/ledger-ports/ledger.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, limit, terms } from './builders.ts';
import { engine, onLedger } from './stores.ts';

const twoPerActor = limit('actor', 2, 600);
const onePerActor = limit('actor', 1, 600);
const onePerPerson = limit('person and kind', 1, 86_400);
const on = onLedger();
const of = (id: string): Partial<Intent> => ({ target: aPerson({ id }) });

test('an actor can make a number of changes within a time, and learns when to retry', async () => {
  const limits = [twoPerActor];
  await on.kinds({ limits }, of('ann'), of('bob'));

  const limited = { kind: 'limited', limit: 'STAFF_CHANGES', rule: 'actor: 2 in 600 s' };
  const until = on.store.clock.now + 590_000;
  const refused = await on.begin(of('cid'), { limits });
  expect(refused).toEqual({ ...limited, until, retryAfterSeconds: 580 });
  on.store.clock.now += 560_000;
  const again = await on.begin(of('cid'), { limits });
  expect(again).toEqual({ ...limited, until, retryAfterSeconds: 10 });
  const kinds = await on.kinds({ limits }, of('cid'), of('dan'), of('eve'));
  expect(kinds).toEqual(['recorded', 'recorded', 'limited']);
});

const counted: readonly (readonly [string, Partial<Intent>])[] = [
  ['an end of sessions', { effect: 'endSessions', kinds: [], before: null }],
  ['a reset of one kind', { kinds: ['OATH'] }],
  ['a reset of two kinds', { kinds: ['OATH', 'PUSH'] }],
];
/** By their name alone, and also by their entry in the directory. */
const ofBob = [aPerson(), aPerson({ entry: 'uid=bob,ou=people' })];
const countedOfBob = counted.flatMap((one) => ofBob.map((target) => [...one, target] as const));

test.each(countedOfBob)('%s counts once, by any caller: %j of %j', async (_, about, target) => {
  const limits = [limit('person and kind', 2, 86_400)];
  const by = (id: string) => ({ ...about, target, actor: anActor({ id }) });

  const kinds = await on.kinds({ limits }, by('helen'), by('hugo'), by('henry'));
  expect(kinds).toEqual(['recorded', 'recorded', 'limited']);
});

const manyAtOnce: readonly (readonly [
  string,
  (index: number) => Partial<Intent>,
  Partial<Terms>,
  made: number,
  others: Begun['kind'],
])[] = [
  ['of many people', (index) => of(`${index}`), { limits: [limit('actor', 6, 600)] }, 6, 'limited'],
  [
    'of one person',
    (index) => ({ actor: anActor({ id: `${index}` }) }),
    { limits: [onePerPerson] },
    1,
    'limited',
  ],
  ['under one key', () => ({}), { idempotencyKey: 'one' }, 1, 'in progress'],
  ['of a double click', () => ({}), {}, 1, 'in progress'],
];

test.each(manyAtOnce)('changes %s at the same time: none too many is begun', async (...row) => {
  const [, about, given, made, others] = row;
  // More gateways on PostgreSQL; SQLite has one process.
  const more = engine === 'PostgreSQL' ? [await on.store.open(), await on.store.open()] : [];
  const ledgers = [on.ledger, ...more];

  const begun = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      (ledgers[index % ledgers.length] ?? on.ledger).begin(anIntent(about(index)), terms(given)),
    ),
  );

  const kinds = Map.groupBy(begun, ({ kind }) => kind);
  expect([kinds.size, kinds.get('recorded')?.length]).toEqual([2, made]);
  expect(kinds.get(others)).toHaveLength(24 - made);
  expect((await on.store.steps()).filter((step) => step === 'intent')).toHaveLength(made);
  expect((await on.store.verdict()).broken).toBeNull();
});

test('with several limits, and of several kinds, the longest wait is returned', async () => {
  const actor = { limits: [twoPerActor, limit('actor', 2, 86_400)] };
  await on.kinds(actor, of('ann'), of('bob'));
  expect(await on.begin(of('cid'), actor)).toMatchObject({ retryAfterSeconds: 86_380 });

  const person = { limits: [onePerPerson] };
  await on.kinds(person, { ...of('dan'), kinds: ['OATH'] }, { ...of('dan'), kinds: ['PUSH'] });
  const both = await on.begin({ ...of('dan'), kinds: ['OATH', 'PUSH'] }, person);
  expect(both).toMatchObject({ kind: 'limited', retryAfterSeconds: 86_390 });
});

test('a full limit does not stop an UNKNOWN change that is sent again', async () => {
  const once = { limits: [onePerActor], idempotencyKey: 'a-key' };
  const again = idOf(await on.begin({}, once));
  await on.ledger.complete(again, anOutcome('UNKNOWN'));

  expect(await on.kinds({ ...once, again }, {})).toEqual(['recorded']);
  expect(await on.kinds({ ...once, idempotencyKey: 'other' }, {})).toEqual(['limited']);
});

test.each<{ label: string; other: Partial<Intent> }>([
  { label: 'of people for themselves', other: { actor: anActor({ id: 'bob', role: 'SELF' }) } },
  { label: 'of another effect', other: { effect: 'rename' } },
  { label: 'that are a dry run', other: { dryRun: true } },
])('changes $label are counted apart', async ({ other }) => {
  for (const reason of ['1', '2', '3']) await on.begin({ ...other, reason });

  const limits = [limit('person and kind', 2, 86_400), limit('actor', 3, 600)];
  expect(await on.kinds({ limits }, {})).toEqual(['recorded']);
});

test.each([onePerActor, limit('person and kind', 1, 600)])(
  'a dry run meets the limit of $per, and does not fill it',
  async (rule) => {
    const limits = [rule];
    const dry = { dryRun: true };
    expect(await on.kinds({ limits }, dry, dry, {})).toEqual(['recorded', 'recorded', 'recorded']);

    expect(await on.begin(dry, { limits })).toMatchObject({
      kind: 'limited',
      limit: rule.code,
      rule: rule.name,
      retryAfterSeconds: 590,
    });
  },
);

test('dry runs have a limit of their own, whatever their effect and person', async () => {
  const limits = [twoPerActor, limit('dry runs of actor', 2, 60)];
  const dry = { dryRun: true };
  await on.kinds({ limits }, {}, dry, { ...dry, effect: 'remove', ...of('ann') });

  expect(await on.begin({ ...dry, ...of('cid') }, { limits })).toMatchObject({
    kind: 'limited',
    limit: 'DRY_RUNS',
    rule: 'dry runs of actor: 2 in 60 s',
    retryAfterSeconds: 40,
  });
  expect(await on.kinds({ limits }, { ...dry, actor: anActor({ id: 'hugo' }) })).toEqual([
    'recorded',
  ]);
  on.store.clock.now += 30_000;
  expect(await on.kinds({ limits }, dry)).toEqual(['recorded']);
});

test('the changes of one client count together, of each caller', async () => {
  const limits = [limit('client', 2, 600)];
  const by = (clientId: string | null, id = 'helen'): Partial<Intent> => ({
    actor: anActor({ id, clientId }),
  });
  const dry = { ...by('bot'), dryRun: true };
  const before = [by('bot'), by('kiosk'), by(null), dry, by('bot', 'hugo')];
  expect(await on.kinds({ limits }, ...before)).toEqual(before.map(() => 'recorded'));

  expect(await on.begin(by('bot', 'henry'), { limits, override: true })).toMatchObject({
    kind: 'limited',
    limit: 'CLIENT_CHANGES',
    rule: 'client: 2 in 600 s',
    retryAfterSeconds: 550,
  });
  const others = [by('kiosk'), by(null), by('Bot'), { ...by('bot'), effect: 'rename' as const }];
  expect(await on.kinds({ limits }, ...others)).toEqual(others.map(() => 'recorded'));
});

test.each<readonly [Outcome['outcome'] | null, ofPerson: string]>([
  ['NOT_DONE', 'recorded'],
  ['NOTHING_TO_RESET', 'recorded'],
  ['DONE', 'limited'],
  ['UNKNOWN', 'limited'],
  ['CONFIRMED', 'limited'],
  [null, 'limited'],
])('the outcome %s counts for the actor; for the person it is %s', async (outcome, ofPerson) => {
  const id = idOf(await on.begin());
  if (outcome !== null) await on.ledger.complete(id, anOutcome(outcome));

  expect(await on.kinds({ limits: [onePerActor] }, {})).toEqual(['limited']);
  expect(await on.kinds({ limits: [onePerPerson] }, {})).toEqual([ofPerson]);
});

test('a kind that was changed counts for the person although another one failed', async () => {
  const id = idOf(await on.begin({ kinds: ['OATH', 'PUSH'] }));
  const push = { kind: 'PUSH', outcome: 'NOT_DONE', proof: 'ANSWER', problem: null } as const;
  await on.ledger.complete(id, {
    outcome: 'NOT_DONE',
    results: [...anOutcome('DONE').results, { ...push, before: [], after: [] }],
    sessionsEnded: null,
  });

  const kinds = await on.kinds(
    { limits: [onePerPerson] },
    { kinds: ['OATH'] },
    { kinds: ['PUSH'] },
  );
  expect(kinds).toEqual(['limited', 'recorded']);
  expect((await on.store.verdict()).broken).toBeNull();
});

test('an override passes the limit of a person, which is recorded, but not of the actor', async () => {
  await on.begin();
  const passed = await on.begin({}, { limits: [onePerPerson], override: true });

  const overrode = ['person and kind: 1 in 86400 s'];
  expect(passed).toMatchObject({ kind: 'recorded', overrode });
  expect((await on.ledger.findChange(idOf(passed)))?.overrode).toEqual(overrode);
  expect(await on.kinds({ limits: [onePerActor], override: true }, {})).toEqual(['limited']);
});

test('names are compared exactly: no patterns, and with their case', async () => {
  await on.kinds({}, of('b%'), of('b_b'), of('BOB'));

  expect(await on.kinds({ limits: [onePerPerson] }, of('bob'))).toEqual(['recorded']);
});

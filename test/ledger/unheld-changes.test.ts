/**
 * A change of staff that has no hold of its own holds, whatever else is recorded of the person. A
 * gateway that opens no holds made it. On both engines.
 */
import { expect, test } from '@jest/globals';
import type { Intent } from '../../src/domain/change/change-record.ts';
import type { DeviceKind } from '../../src/domain/devices/device.ts';
import type { DecisionReason } from '../../src/domain/enrolment/decision.ts';
import type { EnrolmentRule } from '../../src/domain/enrolment/enrolment-rule.ts';
import { changeEffects } from '../../src/domain/policy/effects.ts';
import { mostUnheld, unheldKinds } from '../../src/ledger/enrolment/hold-rows.ts';
import { anActor, anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { onLedger, recordsOf } from './stores.ts';
import { addCopies, unboundedSteps } from './touched-rows.ts';

const holdMs = 72 * 3_600_000;
const enrolment = (rules: readonly EnrolmentRule[] = [{}]) => ({
  rules,
  holdMs,
  key: () => 'a-secret-of-the-deployment-and-am',
});
const on = onLedger();
const bob = anActor({ id: 'bob', role: 'SELF' });

/** Records changes of bob, and copies of the first until there are this many. */
async function record(about: Partial<Intent>, copies = 0): Promise<void> {
  await on.change(about);
  const intents = (await recordsOf(on.ledger.store)).filter(({ kind }) => kind === 'intent');
  const row = intents.at(-1);
  if (row === undefined) throw new Error('Nothing is recorded.');
  const more = Array.from({ length: copies }, (_, at) => ({ change_id: `${row.change_id}-${at}` }));
  await addCopies(on.ledger.store, row, more);
}

const holding = (rules?: readonly EnrolmentRule[]) => on.reopen([], [], enrolment(rules));

async function ask(kind: DeviceKind = 'OATH', code: string | null = null): Promise<DecisionReason> {
  const question = { person: aPerson(), kind, code, correlationId: 'of-am' };
  return (await on.ledger.holds.decide(question, async () => [])).reason;
}

const ofBob = changeEffects.map((effect) => ({ actor: bob, effect }));
const ofStaff = [{ effect: 'rename' }, { effect: 'endSessions', kinds: [] }] as const;

test.each<Partial<Intent>>([...ofBob, ...ofStaff])(
  'and then a thousand times %j',
  async (about) => {
    await record({});
    await record(about, 1_000);
    await holding();

    const own = await on.ledger.begin(anIntent({ actor: bob, kinds: ['PUSH'] }), terms());

    expect(own).toEqual(expect.not.objectContaining({ setupCode: expect.anything() }));
    expect(await ask()).toBe('NO_CODE');
  },
);

test.each<Partial<Intent>>([...ofBob, ...ofStaff])('a thousand times only %j', async (about) => {
  await record(about, 1_000);
  await holding();

  expect(await ask()).toBe('NOT_HELD');
});

test('more changes of staff than are looked through hold every kind', async () => {
  await record({ kinds: ['OATH'] });
  // The rule holds nothing of these.
  await record({ kinds: ['PUSH'] }, mostUnheld - 1);
  const { now } = on.store.clock;
  await holding([{ kind: 'OATH' }]);

  expect(await ask('OATH')).toBe('NO_CODE');
  on.store.clock.now = now + holdMs - 1;
  expect(await ask('OATH')).toBe('NO_CODE');
  on.store.clock.now = now + holdMs;
  expect(await ask('OATH')).toBe('NOT_HELD');
});

test('as many changes of staff as are looked through decide by themselves', async () => {
  await record({ kinds: ['PUSH'] }, mostUnheld - 2);
  await holding([{ kind: 'OATH' }]);

  expect(await ask('OATH')).toBe('NOT_HELD');
});

const each = (['OATH', 'PUSH'] as const).map((kind) => ({ kind }));

test('a later hold of another kind holds its kinds, too', async () => {
  await record({ kinds: ['PUSH'] });
  await holding(each);
  const begun = await on.begin({ kinds: ['OATH'] });
  await on.ledger.complete(idOf(begun), anOutcome());
  const code = begun.kind === 'recorded' ? (begun.setupCode?.code ?? null) : null;

  expect([await ask('OATH'), await ask('PUSH')]).toEqual(['CODE_NEEDED', 'CODE_NEEDED']);
  expect(await ask('PUSH', code)).toBe('CODE_ACCEPTED');
});

test('a later hold without its kinds does not stand for it', async () => {
  await holding(each);
  await on.ledger.complete(idOf(await on.begin({ kinds: ['OATH'] })), anOutcome());
  await on.reopen();
  await record({ kinds: ['PUSH'] });
  await holding(each);

  expect([await ask('OATH'), await ask('PUSH')]).toEqual(['CODE_NEEDED', 'NO_CODE']);
});

test.each([undefined, 'id=bob,ou=user,dc=example'])('a bounded read, entry %s', async (entry) => {
  await record({}, 10);
  const old = { at: on.store.clock.now - 2 * holdMs };
  const [row] = await recordsOf(on.ledger.store);
  if (row === undefined) throw new Error('Nothing is recorded.');
  const copies = Array.from({ length: 2_000 }, (_, at) => ({
    ...old,
    number: 2_000_000 + at,
    change_id: `old-${at}`,
  }));
  await addCopies(on.ledger.store, row, copies);
  const person = aPerson(entry === undefined ? {} : { entry });
  const about = { ...enrolment(), now: on.store.clock.now };

  const steps = await unboundedSteps(on.ledger.store, (db) => unheldKinds(db, person, about), 100);
  // A person has few holds.
  expect(steps.filter((step) => !step.includes('INDEX enrolment_hold_person'))).toEqual([]);
});

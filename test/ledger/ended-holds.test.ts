/** An operator ends a hold that is open, and leaves every other one as it is. On both engines. */
import { expect, test } from '@jest/globals';
import { decideUnder, type DecisionReason } from '../../src/domain/enrolment/decision.ts';
import { HoldState, settlingMs } from '../../src/domain/enrolment/hold.ts';
import { anIntent, anOutcome, aPerson, idOf, phone, terms } from './builders.ts';
import { onLedger, stepsOf } from './stores.ts';

const holdMs = 72 * 3_600_000;
const key = () => 'a-secret-of-the-deployment-and-am';
const on = onLedger([], [], { rules: [{}], holdMs, key });

/** Resets bob's devices; returns the id of the hold. */
async function reset(): Promise<string> {
  on.store.clock.now += 10_000;
  return idOf(await on.ledger.begin(anIntent(), terms()));
}

async function registers(id: string): Promise<void> {
  const hold = await holdOf(id);
  if (hold !== undefined) await on.ledger.holds.noteDevice(hold, phone);
}

const holdOf = async (id: string) => (await on.ledger.holds.ofChanges([id])).get(id);

/** How a hold comes to each state. */
const become: Readonly<Record<HoldState, (id: string) => unknown>> = {
  OPEN: () => undefined,
  OVER: () => (on.store.clock.now += holdMs),
  REGISTERED: registers,
  REPLACED: reset,
  NOT_CHANGED: (id) => on.ledger.complete(id, anOutcome('NOT_DONE')),
  ENDED: (id) => on.ledger.holds.end(id),
};

test.each(Object.values(HoldState))('an operator ends a hold that is %s', async (state) => {
  const id = await reset();
  await become[state](id);
  const before = await holdOf(id);
  const steps = await stepsOf(on.ledger.store);

  const ended = await on.ledger.holds.end(id);

  const isOpen = state === 'OPEN';
  const at = { end: 'ENDED', endedAt: on.store.clock.now };
  expect(ended).toEqual(isOpen ? before : null);
  expect(await holdOf(id)).toEqual({ ...before, ...(isOpen && at) });
  expect(await stepsOf(on.ledger.store)).toEqual([
    ...steps,
    ...(isOpen ? ['enrolment ENDED'] : []),
  ]);
  const isHeld = state === 'REPLACED';
  expect((await on.ledger.holds.findOpen(aPerson())) !== null).toBe(isHeld);
});

const ended = Object.values(HoldState).filter(
  (state) => !['OPEN', 'OVER', 'NOT_CHANGED'].includes(state),
);
test.each(ended)('a late outcome without effect leaves a hold that is %s', async (state) => {
  const id = await reset();
  await become[state](id);

  await on.ledger.complete(id, anOutcome('NOT_DONE'));

  expect((await holdOf(id))?.end).toBe(state);
});

const decisions: Readonly<Record<HoldState, DecisionReason>> = {
  OPEN: 'CODE_NEEDED',
  OVER: 'NOT_HELD',
  REGISTERED: 'JUST_REGISTERED',
  REPLACED: 'NOT_HELD',
  NOT_CHANGED: 'NOT_HELD',
  ENDED: 'NOT_HELD',
};

test.each(Object.values(HoldState))('a registration under a hold that is %s', async (state) => {
  const id = await reset();
  await become[state](id);
  const hold = await holdOf(id);
  if (hold === undefined) throw new Error('There is no hold.');
  const decide = (now: number) => decideUnder(hold, { typed: 'none', now }).reason;

  expect(decide(on.store.clock.now)).toBe(decisions[state]);
  expect(decide(hold.until + settlingMs)).toBe('NOT_HELD');
});

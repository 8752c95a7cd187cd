/** The ledger's clock never goes back, and is the database's (R45). */
import { afterEach, expect, jest, test } from '@jest/globals';
import { LedgerClock } from '../../../src/ledger/ledger-clock.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-11-25T12:00:00.000Z');

const clocks: LedgerClock[] = [];
afterEach(() => clocks.splice(0).forEach((clock) => clock.stop()));

/** A machine whose time of day can be set, and a clock on it. */
async function scene(
  askTime: (machine: { ran: number }) => Promise<number | null> = async () => null,
) {
  const machine = { ran: 0, off: 0 };
  const clock = await LedgerClock.start({
    askTime: () => askTime(machine),
    timeOfDay: () => noon + machine.ran + machine.off,
    elapsed: () => machine.ran,
  });
  clocks.push(clock);
  return { machine, clock, now: () => clock.now() - noon };
}

test('it shows the time of day', async () => {
  const { machine, now } = await scene();
  expect(now()).toBe(0);
  machine.ran = 5_000;
  expect(now()).toBe(5_000);
  machine.off = hour;
  expect(now()).toBe(5_000 + hour);
});

test('after the time was set back, a wait takes twice as long at most', async () => {
  const { machine, now } = await scene();
  const due = now() + 60_000;
  machine.off = -hour;

  let last = now();
  while (last < due) {
    machine.ran += 1_000;
    const time = now();
    expect(time).toBeGreaterThanOrEqual(last);
    last = time;
  }
  expect(machine.ran).toBeLessThanOrEqual(120_000);

  machine.ran += 2 * hour;
  expect(now()).toBe(machine.ran - hour);
});

test("with a database it shows the database's time, however wrong this machine is", async () => {
  const { machine, now } = await scene(async () => noon + 7);

  machine.off = -hour;
  expect(now()).toBe(7);
  machine.ran = 1_000;
  machine.off = hour;
  expect(now()).toBe(1_007);
});

test('while the database is away it shows the time of day', async () => {
  const { now } = await scene(async () => Promise.reject(new Error('away')));

  expect(now()).toBe(0);
});

test.each([
  [0, 'the database'],
  [400, 'the database'],
  [1_000, 'the database'],
  [1_001, 'this machine'],
  [hour, 'this machine'],
])('after an answer that took %i ms it shows the time of %s', async (took, whose) => {
  const { now } = await scene(async (machine) => {
    machine.ran += took;
    return noon + 7;
  });

  // The database looked at its clock in the middle.
  expect(now()).toBe(whose === 'this machine' ? took : 7 + took / 2);
});

test('it says by how much the database is ahead, and nothing before it has answered', async () => {
  const ask = jest.fn(async () => null);
  const { clock, machine } = await scene(ask);
  expect(clock.offsetMs()).toBeNull();

  const ahead = await scene(async ({ ran }) => noon + ran + 95_000);
  machine.ran = 1_000;
  ahead.machine.ran = 1_000;
  expect(ahead.clock.offsetMs()).toBe(95_000);
  ahead.machine.off = 90_000;
  expect(ahead.clock.offsetMs()).toBe(5_000);
});

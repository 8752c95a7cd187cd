import { expect, test } from '@jest/globals';
import { Pace } from '../../../src/domain/campaign/pace.ts';

const good = { callMs: 30, isFailed: false };

/** Starts as many people as the pace permits within a time; returns how many. */
function startedWithin(pace: Pace, from: number, ms: number, callMs: number): number {
  let [now, started] = [from, 0];
  for (;;) {
    now += pace.waitMs(now);
    if (now >= from + ms) return started;
    pace.started(now);
    pace.ended({ callMs, isFailed: false }, now);
    started += 1;
  }
}

test('people start at the pace, without a burst after a pause', () => {
  const pace = new Pace(60, 0);

  expect(startedWithin(pace, 0, 60_000, 30)).toBe(59);
  // Ten minutes later nothing is made up for.
  expect(startedWithin(pace, 660_000, 10_000, 30)).toBe(10);
});

test('a new pacer continues at the pace of the one before', () => {
  expect(new Pace(60, 5_000).waitMs(5_200)).toBe(800);
});

test('while AM is slow, fewer people start', () => {
  const pace = new Pace(600, 0);
  startedWithin(pace, 0, 10_000, 30);

  const slow = startedWithin(pace, 10_000, 2_000, 900);

  expect(slow).toBeLessThan(10);
  expect(pace.slowness).toBeGreaterThan(5);
});

test('a quick call that becomes less quick slows nothing down', () => {
  const pace = new Pace(600, 0);
  startedWithin(pace, 0, 10_000, 4);
  startedWithin(pace, 10_000, 2_000, 60);

  expect(pace.slowness).toBe(1);
});

test('failures make the pause longer, and hold the campaign; the first success ends that', () => {
  const pace = new Pace(6_000, -1_000);
  const waits = [0, 1, 2, 3, 4, 5, 6].map(() => {
    pace.ended({ callMs: null, isFailed: true }, 0);
    return pace.waitMs(0);
  });

  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  expect(pace.isHeld).toBe(true);
  pace.ended(good, 0);
  expect(pace.isHeld).toBe(false);
  expect(pace.waitMs(0)).toBeLessThanOrEqual(10);
});

test.each([
  [2, false],
  [3, true],
])('after %i failures the campaign is held: %p', (failures, isHeld) => {
  const pace = new Pace(6_000, 0);
  for (let count = 0; count < failures; count += 1) pace.ended({ callMs: null, isFailed: true }, 0);

  expect(pace.isHeld).toBe(isHeld);
});

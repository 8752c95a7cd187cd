/** When a part of AM is left alone, and when it is tried again (reliability R9, R10). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Breaker } from '../../../src/am/http/breaker.ts';

let breaker: Breaker;

beforeEach(() => {
  breaker = new Breaker();
});

/** Counts calls one after the other, `everyMs` apart. */
function note(ends: readonly boolean[], { from = 0, everyMs = 10 } = {}): void {
  ends.forEach((isGood, index) => breaker.note(isGood, from + index * everyMs));
}

function calls(good: number, bad: number): boolean[] {
  return [...Array.from({ length: good }, () => true), ...Array.from({ length: bad }, () => false)];
}

describe('a breaker', () => {
  test.each([
    { good: 0, bad: 19, isOpen: false },
    { good: 0, bad: 20, isOpen: true },
    { good: 10, bad: 10, isOpen: true },
    { good: 11, bad: 10, isOpen: false },
    { good: 9, bad: 10, isOpen: false },
    { good: 1_000, bad: 999, isOpen: false },
  ])('after $good good and $bad bad calls of ten seconds is open: $isOpen', (row) => {
    note(calls(row.good, row.bad), { everyMs: 1 });

    expect(breaker.isOpen).toBe(row.isOpen);
  });

  test('forgets what is older than ten seconds', () => {
    note(calls(0, 19), { from: 500, everyMs: 10 });
    note(calls(0, 19), { from: 11_000, everyMs: 10 });
    expect(breaker.isOpen).toBe(false);

    note([false], { from: 11_900 });
    expect(breaker.isOpen).toBe(true);
  });

  test('forgets it also after a long silence', () => {
    note(calls(0, 19), { from: 500, everyMs: 10 });
    note([false], { from: 10_500 + 600_000 });

    expect(breaker.isOpen).toBe(false);
  });
});

describe('an open breaker', () => {
  beforeEach(() => note(calls(0, 20), { everyMs: 0 }));

  test('lets one call a second through, and no more than three at once', () => {
    expect(breaker.takeProbe(999)).toBe(false);
    const taken = [1_000, 1_001, 1_999, 2_000, 3_000, 4_000, 5_000].map((now) =>
      breaker.takeProbe(now),
    );
    expect(taken).toEqual([true, false, false, true, true, false, false]);

    breaker.probeEnded(false);
    expect(breaker.takeProbe(5_001)).toBe(true);
    expect(breaker.isOpen).toBe(true);
  });

  test('closes at the first probe that succeeds, and starts to count anew', () => {
    breaker.takeProbe(1_000);
    breaker.probeEnded(true);
    breaker.note(true, 1_010);
    expect(breaker.isOpen).toBe(false);

    note(calls(0, 18), { from: 1_020, everyMs: 1 });
    expect(breaker.isOpen).toBe(false);
    note([false], { from: 1_100 });
    expect(breaker.isOpen).toBe(true);
  });

  test('stays open if a probe says nothing about AM', () => {
    breaker.takeProbe(1_000);
    breaker.probeEnded(null);

    expect(breaker.isOpen).toBe(true);
  });

  test('says when it may be tried again', () => {
    expect(breaker.secondsToProbe(100)).toBe(1);
    expect(breaker.secondsToProbe(5_000)).toBe(1);
  });
});

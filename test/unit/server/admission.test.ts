/** What is let in while the process has as much to do as it can (reliability R13, R14). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Admission } from '../../../src/server/admission.ts';
import type { Priority, Seen } from '../../../src/server/admission.ts';

const idle: Seen = { share: 0.3, lagMs: 11, tookMs: 10 };
const busy: Seen = { share: 0.99, lagMs: 20, tookMs: 10 };
const slow: Seen = { ...busy, tookMs: 200 };

let told: number[];
let admission: Admission;

beforeEach(() => {
  told = [];
  admission = new Admission((refused) => told.push(refused));
  // Its own ticks would come between those of a test.
  admission.stop();
});
afterEach(() => admission.stop());

function ticks(count: number, seen: Seen): void {
  for (let tick = 0; tick < count; tick += 1) admission.adapt(seen);
}

/** How many requests of a priority are let in before one is refused; at most 1 000. */
function letIn(priority: Priority): number {
  let count = 0;
  while (count < 1_000 && admission.lets(priority)) {
    admission.enter();
    count += 1;
  }
  return count;
}

describe('an idle process', () => {
  test('lets everything in, however slow AM is', () => {
    ticks(100, { ...idle, tookMs: 5_000 });

    expect(letIn('search')).toBe(1_000);
    expect(admission.stats()).toMatchObject({ busy: false, refused: { search: 0 } });
  });
});

describe('a busy process', () => {
  test('lets in 32 at least', () => {
    ticks(2, idle);
    ticks(1, busy);

    expect(admission.stats()).toMatchObject({ busy: true, limit: 32 });
    expect(letIn('look')).toBe(32);
  });

  test.each([
    { what: 'all that is under way while that is quick', tookMs: 30, limit: 120 },
    { what: 'as much of it as can be done in good time', tookMs: 75, limit: 60 },
  ])('begins with $what', ({ tookMs, limit }) => {
    ticks(2, idle);
    for (let request = 0; request < 120; request += 1) admission.enter();
    ticks(1, { ...busy, tookMs });

    expect(admission.stats().limit).toBe(limit);
  });

  test('lets in more while requests are quick, up to 200', () => {
    ticks(2, idle);
    ticks(500, busy);

    expect(admission.stats().limit).toBe(200);
  });

  test.each([
    { what: 'requests are slow', seen: slow },
    { what: 'the event loop is late', seen: { ...busy, lagMs: 300 } },
  ])('lets in ever less while $what, and 32 at least', ({ seen }) => {
    ticks(2, idle);
    ticks(500, busy);
    const before = admission.stats().limit;
    ticks(500, seen);

    expect(before).toBe(200);
    expect(admission.stats().limit).toBe(32);
    expect(letIn('look')).toBe(32);
  });

  test('measures slowness by what is usual without load', () => {
    ticks(100, { ...idle, tookMs: 400 });
    ticks(500, { ...busy, tookMs: 500 });

    expect(admission.stats().limit).toBe(200);
  });

  test('refuses searches first, changes last', () => {
    ticks(2, idle);
    ticks(1, busy);

    expect(letIn('search')).toBe(23);
    expect(letIn('look')).toBe(9);
    expect(letIn('change')).toBe(32);
    expect(admission.stats().refused).toEqual({ search: 1, look: 1, change: 1 });
  });

  test('does not count what has waited for AM for a second', () => {
    ticks(2, idle);
    ticks(1, busy);
    const entered = Array.from({ length: letIn('look') }, () => 3);
    ticks(20, busy);

    expect(admission.stats().counted).toBe(0);
    for (const one of entered) admission.leave(one, 1_000);
    expect(admission.stats().counted).toBe(0);
  });

  test('lets in an eighth more, not everything, when its event loop has time for a moment', () => {
    ticks(2, idle);
    ticks(100, slow);
    ticks(1, idle);

    expect(admission.stats()).toMatchObject({ busy: true, limit: 36 });
    expect(letIn('look')).toBe(36);
  });

  test('is idle again when its event loop has had time for half a second', () => {
    ticks(2, idle);
    ticks(100, slow);
    ticks(9, idle);
    const isOpenBefore = !admission.stats().busy;
    ticks(1, idle);

    expect(isOpenBefore).toBe(false);
    expect(admission.isOpen).toBe(true);
    expect(letIn('search')).toBe(1_000);
  });

  test('tells how many were refused, once a second', () => {
    ticks(2, idle);
    ticks(1, busy);
    letIn('look');
    for (let more = 0; more < 9; more += 1) admission.lets('look');

    ticks(20, busy);

    expect(told).toEqual([10]);
  });
});

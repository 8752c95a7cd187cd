/** Admission of requests while the process is busy (reliability R13, R14). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Admission, type Priority } from '../../../src/server/admission.ts';

const idle = 0.3;
const busy = 0.99;

let reported: number[];
let admission: Admission;

beforeEach(() => {
  reported = [];
  admission = new Admission((refused) => reported.push(refused));
  // Its timer would tick between the ticks of a test.
  admission.stop();
});
afterEach(() => admission.stop());

function ticks(count: number, share: number): void {
  for (let tick = 0; tick < count; tick += 1) admission.tick(share);
}

/** Returns the number of admitted requests before one is refused; at most 1 000. */
function admitAll(priority: Priority): number {
  let count = 0;
  while (count < 1_000 && admission.admits(priority)) {
    admission.enter();
    count += 1;
  }
  return count;
}

test('an idle process admits every request, even if many wait for AM', () => {
  ticks(100, idle);

  expect(admitAll('search')).toBe(1_000);
  expect(admission.stats()).toMatchObject({ busy: false, refused: { search: 0 } });
});

describe('a busy process', () => {
  beforeEach(() => ticks(1, busy));

  test('refuses searches first, changes last', () => {
    expect(admission.isOpen).toBe(true);
    expect(admitAll('search')).toBe(44);
    expect(admission.isOpen).toBe(false);
    expect(admitAll('look')).toBe(20);
    expect(admitAll('change')).toBe(64);
    expect(admission.stats()).toMatchObject({
      busy: true,
      refused: { search: 1, look: 1, change: 1 },
    });
  });

  test('admits one request for each that ends', () => {
    const entered = admission.enter();
    admitAll('look');
    admission.leave(entered);

    expect(admitAll('look')).toBe(1);
  });

  test('does not count a request that has waited for AM for a second', () => {
    const entered = Array.from({ length: 64 }, () => admission.enter());
    ticks(20, busy);
    expect(admission.stats().counted).toBe(0);

    for (const one of entered) admission.leave(one);

    expect(admission.stats().counted).toBe(0);
  });

  test('is idle again after its event loop has been idle for half a second', () => {
    ticks(9, idle);
    const wasBusy = admission.stats().busy;
    ticks(1, idle);

    expect(wasBusy).toBe(true);
    expect(admitAll('search')).toBe(1_000);
  });

  test('stays busy if its event loop is idle only briefly', () => {
    ticks(9, idle);
    ticks(1, busy);
    ticks(9, idle);

    expect(admitAll('look')).toBe(64);
  });

  test('reports the number of refused requests, once a second', () => {
    admitAll('look');
    for (let more = 0; more < 9; more += 1) admission.admits('look');

    ticks(20, busy);

    expect(reported).toEqual([10]);
  });
});

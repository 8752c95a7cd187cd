/** Every call ends in its own time, by one timer, and those that ended before are not told. */
import { beforeEach, expect, test } from '@jest/globals';
import { Deadlines, Expiring } from '../../../src/am/http/deadlines.ts';

let told: Expiring[];

beforeEach(() => {
  told = [];
});

class Clocked extends Expiring {
  tookMs: number | undefined;

  onTime(): void {
    this.tookMs = performance.now() - this.startedAt;
    told.push(this);
  }
}

function begun(deadlines: Deadlines): Clocked {
  const one = new Clocked();
  deadlines.begin(one);
  return one;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

test('each runs out in its own time', async () => {
  const deadlines = new Deadlines(60);

  const first = begun(deadlines);
  await pause(30);
  const second = begun(deadlines);
  await pause(150);

  expect(first.tookMs).toBeGreaterThanOrEqual(60);
  expect(second.tookMs).toBeGreaterThanOrEqual(60);
  expect(told).toEqual([first, second]);
});

test('one that has ended is not told, and the next in time', async () => {
  const deadlines = new Deadlines(40);
  const first = begun(deadlines);
  await pause(20);
  const second = begun(deadlines);

  deadlines.end(first);
  await pause(120);

  expect(first.tookMs).toBeUndefined();
  expect(second.tookMs).toBeGreaterThanOrEqual(40);
});

test('one that begins after all have ended has its whole time', async () => {
  const deadlines = new Deadlines(40);
  deadlines.end(begun(deadlines));
  await pause(30);

  const later = begun(deadlines);
  await pause(100);

  expect(later.tookMs).toBeGreaterThanOrEqual(40);
});

test('one that ends another by running out leaves nothing behind', async () => {
  class Ending extends Clocked {
    override onTime(): void {
      super.onTime();
      deadlines.end(other);
    }
  }
  const deadlines = new Deadlines(20);
  const first = new Ending();
  deadlines.begin(first);
  const other = begun(deadlines);

  await pause(60);

  expect(first.tookMs).toBeGreaterThanOrEqual(20);
  expect(other.tookMs).toBeUndefined();
});

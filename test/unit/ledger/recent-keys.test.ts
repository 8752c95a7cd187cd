/** Repeated events are reported once within a duration, also if the clock is set back. */
import { expect, test } from '@jest/globals';
import { RecentKeys } from '../../../src/ledger/records/recent-keys.ts';

test.each([
  ['at the same time', 0, true],
  ['just within the duration', 59_999, true],
  ['after the duration', 60_000, false],
  ['after the clock was set back by an hour', -3_600_000, false],
])('the same key %s', (_label, laterMs, isRepeat) => {
  const keys = new RecentKeys(60_000);

  expect(keys.addIfNew('a', 1_000_000)).toBe(true);
  expect(keys.addIfNew('b', 1_000_000)).toBe(true);
  expect(keys.addIfNew('a', 1_000_000 + laterMs)).toBe(!isRepeat);
});

test('the oldest of more than a thousand keys is dropped', () => {
  const keys = new RecentKeys(60_000);

  for (let key = 0; key <= 1_000; key += 1) keys.addIfNew(`${key}`, key);

  expect([keys.addIfNew('1', 1_001), keys.addIfNew('0', 1_001)]).toEqual([false, true]);
});

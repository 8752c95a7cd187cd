/** What an answer proves about the clock of who gave it. */
import { expect, test } from '@jest/globals';
import { clockOffset } from '../../../src/domain/values/clock-offset.ts';

test.each<readonly [string, number, number, number, number]>([
  ['in the second in which it was asked', 10_000, 10_300, 10_400, 0],
  ['while it was asked for', 12_000, 10_300, 14_000, 0],
  ['in the second before, which was just over', 10_000, 10_999, 11_200, 0],
  ['a second too early', 9_000, 10_300, 10_400, -300],
  ['an hour too late', 3_610_000, 10_300, 10_400, 3_599_600],
  ['an hour too early', 10_000, 3_611_000, 3_611_100, -3_600_000],
])('a time %s', (_label, ...row) => {
  const [theirs, askedAt, heardAt, offset] = row;
  expect(clockOffset({ theirs, unitMs: 1_000, askedAt, heardAt })).toBe(offset);
});

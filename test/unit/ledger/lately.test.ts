/** What was told a moment ago is not told again, by a clock that may be set. */
import { expect, test } from '@jest/globals';
import { Lately } from '../../../src/ledger/lately.ts';

test.each([
  ['at the same time', 0, true],
  ['just within the time', 59_999, true],
  ['after it', 60_000, false],
  ['after the clock was set back by an hour', -3_600_000, false],
])('the same, %s', (_label, laterMs, isAgain) => {
  const lately = new Lately(60_000);

  expect(lately.again('a', 1_000_000)).toBe(false);
  expect(lately.again('b', 1_000_000)).toBe(false);
  expect(lately.again('a', 1_000_000 + laterMs)).toBe(isAgain);
});

test('of more than a thousand keys the oldest is forgotten', () => {
  const lately = new Lately(60_000);

  for (let key = 0; key <= 1_000; key += 1) lately.again(`${key}`, key);

  expect([lately.again('1', 1_001), lately.again('0', 1_001)]).toEqual([true, false]);
});

/** Working hours: valid values, and the times within them. */
import { expect, test } from '@jest/globals';
import { workingHours } from '../../../src/config/things/durations.ts';
import { InvalidValue } from '../../../src/config/values/problem.ts';
import { isWithin } from '../../../src/domain/values/working-hours.ts';

test.each([
  ['a summer morning at seven, which is five in UTC', '2026-07-06T05:00:00Z', true],
  ['a minute before', '2026-07-06T04:59:00Z', false],
  ['a winter morning at seven, which is six in UTC', '2026-11-25T06:00:00Z', true],
  ['a minute before that', '2026-11-25T05:59:00Z', false],
  ['the last minute of a Friday', '2026-11-27T17:59:59Z', true],
  ['seven in the evening', '2026-11-27T18:00:00Z', false],
  ['a Saturday', '2026-11-28T12:00:00Z', false],
])('in a week in Berlin: %s', (_label, moment, expected) => {
  const hours = workingHours('Mon-Fri 07:00-19:00 Europe/Berlin');

  expect(isWithin(hours, Date.parse(moment))).toBe(expected);
});

test('a single day, until midnight', () => {
  const hours = workingHours('Sun 00:00-24:00 UTC');

  expect(isWithin(hours, Date.parse('2026-11-29T23:59:59Z'))).toBe(true);
  expect(isWithin(hours, Date.parse('2026-11-30T00:00:00Z'))).toBe(false);
});

test('nothing is no working hours', () => {
  expect(() => workingHours('')).toThrow(InvalidValue);
});

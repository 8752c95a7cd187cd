/** A duration is in the largest unit that fits into it twice. */
import { expect, test } from '@jest/globals';
import { durationText } from '../../../web/src/parts/duration-text.ts';

test.each([
  [0, '1 minute'],
  [90 * 60, '90 minutes'],
  [2 * 3_600, '2 hours'],
  [47 * 3_600, '47 hours'],
  [48 * 3_600, '2 days'],
  [49 * 3_600, '3 days'],
])('%i seconds are %s', (seconds, text) => {
  expect(durationText(seconds, 'en-GB')).toBe(text);
});

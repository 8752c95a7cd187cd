/** Words of the calendar: days, weeks, months and years that have passed as a whole. */
import { expect, test } from '@jest/globals';
import { agoText, dayText } from '../../../web/src/parts/calendar.ts';

test.each([
  ['2026-12-01T23:59:00', '2026-12-02T00:01:00', 'yesterday', 'yesterday'],
  ['2026-12-01T00:01:00', '2026-12-01T23:59:00', '23 hours ago', 'today'],
  ['2026-12-01T10:00:00', '2026-12-01T10:00:40', 'now', 'today'],
  ['2026-12-01T10:00:00', '2026-12-01T10:59:59', '59 minutes ago', 'today'],
  ['2026-03-28T12:00:00', '2026-03-29T12:00:00', 'yesterday', 'yesterday'],
  ['2026-11-18T23:30:00', '2026-12-01T09:00:00', '13 days ago', '13 days ago'],
  ['2026-11-17T23:30:00', '2026-12-01T09:00:00', '2 weeks ago', '14 days ago'],
  ['2026-10-02T10:00:00', '2026-12-01T09:00:00', '8 weeks ago', '60 days ago'],
  ['2026-10-01T10:00:00', '2026-12-01T09:00:00', '2 months ago', '61 days ago'],
  ['2026-08-31T10:00:00', '2026-10-30T09:00:00', '8 weeks ago', '60 days ago'],
  ['2024-12-02T10:00:00', '2026-12-01T09:00:00', '23 months ago', '729 days ago'],
  ['2024-12-01T10:00:00', '2026-12-01T09:00:00', '2 years ago', '730 days ago'],
  ['2023-12-02T10:00:00', '2026-12-01T09:00:00', '2 years ago', '1,095 days ago'],
])('%s was, at %s: %s', (at, now, ago, day) => {
  expect(agoText(new Date(at), new Date(now), 'en', 'now')).toBe(ago);
  expect(dayText(new Date(at), new Date(now), 'en')).toBe(day);
});

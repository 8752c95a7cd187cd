/** Words of the calendar, for each day of two years, in each language of the pages. */
import { expect, test } from '@jest/globals';
import { agoText, dayText } from '../../../web/src/parts/calendar.ts';

const languages = ['en', 'de', 'fr', 'es', 'ar'];
const dayMs = 86_400_000;

/** Each day of two years before a moment, at an hour that is later than the one of the moment. */
function daysBefore(now: Date): readonly (readonly [number, Date])[] {
  return Array.from({ length: 731 }, (_none, days) => {
    const at = new Date(now);
    at.setDate(at.getDate() - days);
    if (days > 0) at.setHours(23, 30);
    return [days, at] as const;
  });
}

/** The units that a text of a number of days may have, with that number, by its own arithmetic. */
function expected(days: number, at: Date, now: Date, locale: string): string {
  const exact = (value: number, unit: Intl.RelativeTimeFormatUnit): string =>
    new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(-value, unit);
  if (days === 0) return 'now';
  if (days < 14)
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
  let months = 0;
  while (addMonths(at, months + 1) <= now.setHours(23, 59)) months += 1;
  if (months < 2) return exact(Math.trunc(days / 7), 'week');
  return months < 24 ? exact(months, 'month') : exact(2, 'year');
}

/** The same day some months later; without such a day, the first of the next month. */
function addMonths(at: Date, months: number): number {
  const moved = new Date(at);
  moved.setMonth(moved.getMonth() + months);
  return moved.getTime();
}

test.each(languages)('each day of two years has its own word in %s', (locale) => {
  const firstYear = Date.parse('2025-12-01T09:00:00');
  for (let moment = firstYear; moment < firstYear + 400 * dayMs; moment += 37 * dayMs) {
    const now = new Date(moment);
    for (const [days, at] of daysBefore(now))
      expect([days, agoText(at, now, locale, 'now')]).toEqual([
        days,
        expected(days, at, new Date(now), locale),
      ]);
  }
});

test('11 days before the first of December is not called last week', () => {
  const now = new Date('2026-12-01T15:00:00');
  const used = new Date('2026-11-20T10:00:00');
  const texts = languages.map((locale) => agoText(used, now, locale, ''));

  expect(texts).toEqual(
    languages.map((locale) => new Intl.RelativeTimeFormat(locale).format(-11, 'day')),
  );
});

test.each([
  ['2026-12-01T23:59:00', '2026-12-02T00:01:00', 'yesterday', 'yesterday'],
  ['2026-12-01T00:01:00', '2026-12-01T23:59:00', '23 hours ago', 'today'],
  ['2026-12-01T10:00:00', '2026-12-01T10:00:40', 'now', 'today'],
  ['2026-12-01T10:00:00', '2026-12-01T10:59:59', '59 minutes ago', 'today'],
  ['2026-03-28T12:00:00', '2026-03-29T12:00:00', 'yesterday', 'yesterday'],
])('%s was, at %s: %s', (at, now, ago, day) => {
  expect(agoText(new Date(at), new Date(now), 'en', 'now')).toBe(ago);
  expect(dayText(new Date(at), new Date(now), 'en')).toBe(day);
});

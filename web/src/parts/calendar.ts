/** Returns how many days of the calendar lie between two moments, in the reader's time zone. */
function daysBetween(earlier: Date, later: Date): number {
  const startOf = (moment: Date): number =>
    Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate());
  return (startOf(later) - startOf(earlier)) / 86_400_000;
}

/** Returns how many whole months of the calendar have passed. */
function monthsBetween(earlier: Date, later: Date): number {
  const months =
    (later.getFullYear() - earlier.getFullYear()) * 12 + later.getMonth() - earlier.getMonth();
  return later.getDate() < earlier.getDate() ? months - 1 : months;
}

/**
 * Formats how long ago a moment was. Words of the calendar come from the calendar: "yesterday" is
 * the day before, whatever the hour, and no week, month or year is called the last one.
 */
export function agoText(at: Date, now: Date, locale: string, justNow: string): string {
  const days = daysBetween(at, now);
  if (days < 1) return hoursText(now.getTime() - at.getTime(), locale, justNow);
  if (days < 14) return dayText(at, now, locale);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const months = monthsBetween(at, now);
  if (months < 2) return format.format(-Math.floor(days / 7), 'week');
  return months < 24
    ? format.format(-months, 'month')
    : format.format(-Math.floor(months / 12), 'year');
}

/** Formats the day of a moment: today, yesterday, 2 days ago. */
export function dayText(at: Date, now: Date, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return format.format(-daysBetween(at, now), 'day');
}

function hoursText(ms: number, locale: string, justNow: string): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return justNow;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  return minutes < 60
    ? format.format(-minutes, 'minute')
    : format.format(-Math.floor(minutes / 60), 'hour');
}

/** Returns a day of the period, which is too short to need the year. */
export function dayText(startsAt: string, locale: string): string {
  const format = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, format).format(new Date(startsAt));
}

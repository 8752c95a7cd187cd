const durations = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Formats a duration by the largest unit that fits into it twice: `12 minutes`, `3 days`. */
export function durationText(seconds: number, locale: string): string {
  const [unit, length] = durations.find((one) => seconds >= 2 * one[1]) ?? ['minute', 60];
  const value = Math.max(1, Math.ceil(seconds / length));
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

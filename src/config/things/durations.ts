import type { Rate } from '../../domain/values/limit.ts';
import { weekdays, type WorkingHours } from '../../domain/values/working-hours.ts';
import { fileReader, listOf, scalar } from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import { oneOf, timeZone, wholeNumber } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** The longest duration of a rate. */
const longestSeconds = 48 * 3_600;

/** A duration in seconds: `90s`, `10m`, `24h`. */
const duration = scalar(
  (value) => {
    const seconds = secondsOf(value);
    if (seconds >= 1 && seconds <= longestSeconds) return seconds;
    throw new InvalidValue('expected a time of at most 48h, like 10m', { got: value });
  },
  { type: 'string', pattern: '^\\d{1,5}[smh]$' },
);

/** NaN for a text that is no duration. */
function secondsOf(value: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(value) ?? [];
  return Number(count) * (secondsIn[unit] ?? Number.NaN);
}

/** A rate: `10/10m`. */
const rate = thing(
  {
    forms: ['{most}/{within}'],
    parts: { most: wholeNumber(1, 99_999), within: duration },
    expected: 'rates like 10/10m (number and time of at most 48h) or none',
  },
  ({ most, within }): Rate => ({ most, withinSeconds: within }),
);

const listed = listOf(rate);

/** Rates, comma-separated; `none` for no limit. */
export const rates = fileReader((value) => (value === 'none' ? [] : listed(value)), {
  ...listed,
  toFile: (value) => (value === 'none' ? [] : listed.toFile(value)),
});

/** A time of the day in minutes. */
const timeOfDay = scalar(
  (value) => {
    const [, hours = '', minutes = ''] = /^(\d\d):([0-5]\d)$/.exec(value) ?? [];
    const minute = Number(hours) * 60 + Number(minutes);
    if (hours !== '' && minute <= 24 * 60) return minute;
    throw new InvalidValue('expected a time like 07:00', { got: value });
  },
  { type: 'string', pattern: '^\\d\\d:[0-5]\\d$' },
);

/** Days, hours and a time zone: `Mon-Fri 07:00-19:00 Europe/Berlin`. */
export const workingHours = thing(
  {
    forms: ['{first}[-{last}] {from}-{until} {timeZone}'],
    parts: { first: oneOf(weekdays), from: timeOfDay, until: timeOfDay, timeZone },
    optional: { last: oneOf(weekdays) },
    expected:
      'days of one week, hours of one day and a time zone, like Mon-Fri 07:00-19:00 Europe/Berlin',
  },
  ({ first, last = first, from, until, timeZone: zone }): WorkingHours | undefined => {
    const days = new Set(weekdays.slice(weekdays.indexOf(first), weekdays.indexOf(last) + 1));
    if (days.size === 0 || from >= until) return undefined;
    return { days, fromMinute: from, untilMinute: until, timeZone: zone };
  },
);

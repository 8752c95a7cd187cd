import type { Rate } from '../domain/limit-rules.ts';
import { weekdays } from '../domain/working-hours.ts';
import type { WorkingHours } from '../domain/working-hours.ts';
import { InvalidValue } from './problem.ts';
import { fileText, listOf } from './readers.ts';
import type { Reader } from './readers.ts';

const secondsOf = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
]);

/** The longest time that a limit may span. */
const longestSeconds = 48 * 3_600;

/** One rate: `10/10m`. */
const rate: Reader<Rate> = (value) => {
  const [, most = '', time = '', unit = ''] = /^(\d{1,5})\/(\d{1,5})([smh])$/.exec(value) ?? [];
  const withinSeconds = Number(time) * (secondsOf.get(unit) ?? 0);
  if (Number(most) >= 1 && withinSeconds >= 1 && withinSeconds <= longestSeconds) {
    return { most: Number(most), withinSeconds };
  }
  throw new InvalidValue(`expected number and time of at most 48h, like 10/10m, got "${value}"`);
};

/** Rates, comma-separated; `none` for no limit. */
export const rates: Reader<readonly Rate[]> = (value) =>
  value === 'none' ? [] : listOf(rate)(value);

/** The URL of a PostgreSQL database. What it holds is secret, so no problem quotes it. */
export const postgresUrl: Reader<URL> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && /^postgres(?:ql)?:$/.test(url.protocol)) {
    // The driver would find out that one is missing at each connection, which looks like a database that is away.
    for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
      const path = url.searchParams.get(name) ?? '';
      if (path !== '') fileText(path);
    }
    return url;
  }
  throw new InvalidValue('expected a URL like postgres://user:password@host/name');
};

/** Days, hours and a time zone: `Mon-Fri 07:00-19:00 Europe/Berlin`. */
export const workingHours: Reader<WorkingHours> = (value) => {
  const [, first = '', last = first, from = '', until = '', timeZone = ''] =
    /^([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))? (\d\d:\d\d)-(\d\d:\d\d) ([\w/+-]+)$/.exec(value) ?? [];
  const names: readonly string[] = weekdays;
  const days = new Set(names.slice(names.indexOf(first), names.indexOf(last) + 1));
  const [fromMinute, untilMinute] = [minuteOf(from), minuteOf(until)];
  if (names.includes(first) && days.size > 0 && fromMinute < untilMinute && isTimeZone(timeZone))
    return { days, fromMinute, untilMinute, timeZone };
  throw new InvalidValue(
    `expected days of one week, hours of one day and a time zone, like Mon-Fri 07:00-19:00 Europe/Berlin, got "${value}"`,
  );
};

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const isTime = minutes < 60 && hours * 60 + minutes <= 24 * 60;
  return isTime ? hours * 60 + minutes : Number.NaN;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

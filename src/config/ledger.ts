import type { Rate } from '../domain/limit-rules.ts';
import { weekdays, type WorkingHours } from '../domain/working-hours.ts';
import { isLoopback } from './network-readers.ts';
import { option, type OptionTree, type Reader, type Values } from './option.ts';
import { InvalidValue } from './problem.ts';
import { fileText, isPossible, listOf, oneOf, text, wholeNumber } from './readers.ts';

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** The longest duration of a rate. */
const longestSeconds = 48 * 3_600;

/** A rate: `10/10m`. */
const rate: Reader<Rate> = (value) => {
  const [, most = '', time = '', unit = ''] = /^(\d{1,5})\/(\d{1,5})([smh])$/.exec(value) ?? [];
  const withinSeconds = Number(time) * (secondsIn[unit] ?? 0);
  if (Number(most) >= 1 && withinSeconds >= 1 && withinSeconds <= longestSeconds) {
    return { most: Number(most), withinSeconds };
  }
  throw new InvalidValue(`expected number and time of at most 48h, like 10/10m, got "${value}"`);
};

/** Rates, comma-separated; `none` for no limit. */
export const rates: Reader<readonly Rate[]> = (value) =>
  value === 'none' ? [] : listOf(rate)(value);

/** The URL of a PostgreSQL database. It may contain a password, so problems do not quote it. */
export const postgresUrl: Reader<URL> = (value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol) || hasRawCharacters(url)) {
    throw new InvalidValue(
      'expected a URL like postgres://user:password@host/name; percent-encode special characters of the password: %40 is an at sign, %23 is #, %2F is /, %3F is ?, %25 is %',
    );
  }
  const { hostname, pathname, searchParams } = url;
  const parameters = [...searchParams.keys()];
  // The driver takes the last one, and other readers the first one.
  const twice = parameters.find((name, index) => parameters.indexOf(name) !== index);
  if (twice !== undefined) throw new InvalidValue(`the parameter ${twice} is given twice`);
  if (hostname + (searchParams.get('host') ?? '') === '') {
    throw new InvalidValue('the URL names no host; a socket is ?host=/run/postgresql');
  }
  if (pathname.length < 2) throw new InvalidValue('the URL names no database, as in //host/name');
  const mode = searchParams.get('sslmode');
  if (mode !== null) readParameter('sslmode', mode, oneOf(sslModes));
  // The driver reads these files for each connection; a missing one would look like an outage.
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
    const path = searchParams.get(name) ?? '';
    if (path !== '') readParameter(name, path, fileText);
  }
  return url;
};

const sslModes = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

function readParameter(name: string, value: string, read: Reader<unknown>): void {
  try {
    read(value);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(`${name}: ${error.message}`, { cause: error });
  }
}

/** Whether a part of the password looks like another part of the URL, or cannot be decoded. */
function hasRawCharacters({ username, password, pathname, search, hash }: URL): boolean {
  const isDecodable = isPossible(() => decodeURIComponent(username + password));
  return `${pathname}${search}${hash}`.includes('@') || hash !== '' || !isDecodable;
}

/** Days, hours and a time zone: `Mon-Fri 07:00-19:00 Europe/Berlin`. */
export const workingHours: Reader<WorkingHours> = (value) => {
  const [, first = '', last = first, from = '', until = '', timeZone = ''] =
    /^([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))? (\d\d:\d\d)-(\d\d:\d\d) ([\w/+-]+)$/.exec(value) ?? [];
  const days = new Set(weekdays.slice(weekdays.indexOf(first), weekdays.indexOf(last) + 1));
  const [fromMinute, untilMinute] = [minuteOf(from), minuteOf(until)];
  const isTimeZone = isPossible(() => new Intl.DateTimeFormat('en', { timeZone }));
  if (weekdays.includes(first) && days.size > 0 && fromMinute < untilMinute && isTimeZone)
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

/** `off`, `on` for a day, or a duration: milliseconds, or null. */
const watchTime: Reader<number | null> = (value) => {
  if (value === 'off') return null;
  const [, count = '', unit = ''] = /^(\d{1,4})([mh])$/.exec(value === 'on' ? '24h' : value) ?? [];
  const seconds = Number(count) * (secondsIn[unit] ?? 0);
  if (seconds >= 600 && seconds <= longestSeconds) return seconds * 1_000;
  throw new InvalidValue(`expected on, off or a time from 10m to 48h, got "${value}"`);
};

/** The options of the ledger, and of the limits that it counts. */
export const ledgerOptions = {
  mode: option('LEDGER', oneOf(['on', 'postgres', 'off']), {
    default: 'on',
    meaning:
      'Whether changes are recorded. `postgres` requires `DATABASE_URL`, so that no process uses its own ledger by mistake. `off` has no records, limits or repeats, and is refused in production.',
  }),
  folder: option('DATA_DIR', text, {
    default: 'data',
    meaning:
      'The folder of outcomes that wait to be recorded, and of the ledger (`ledger.db`) unless `DATABASE_URL` is set. Created if missing.',
  }),
  postgres: {
    url: option('DATABASE_URL', postgresUrl, {
      absent: 'the ledger is a file in `DATA_DIR`, for one process',
      meaning:
        'PostgreSQL 15 or newer for the ledger, which several processes can share: `postgres://user:password@host/name?sslmode=verify-full`. In production a host other than loopback needs TLS.',
      secret: true,
      live: true,
    }),
    connections: option('DATABASE_CONNECTIONS', wholeNumber(1, 100), {
      default: '8',
      meaning:
        'The connections of this process to PostgreSQL for records. It uses as many again for changes in progress, one for each, and up to four more to read history and insights.',
      unit: 'connections',
    }),
  },
  limits: {
    staff: option('LIMIT_STAFF_CHANGES', rates, {
      default: '10/10m,60/24h',
      meaning:
        'How many changes of one effect a member of staff can make for others: number and time (`s`, `m`, `h`), comma-separated; `none` for no limit.',
    }),
    person: option('LIMIT_PERSON_CHANGES', rates, {
      default: '2/24h',
      meaning:
        'How many changes of one effect and kind of device all staff together can make for one user. A higher role can exceed it with a reason.',
    }),
    own: option('LIMIT_OWN_CHANGES', rates, {
      default: '10/1h',
      meaning: 'How many changes of one effect users can make to their own devices.',
    }),
    dryRuns: option('LIMIT_DRY_RUNS', rates, {
      default: '30/1m',
      meaning:
        'How many dry runs of changes, of any effect, one caller can make; `none` for no limit.',
    }),
    searches: option('LIMIT_SEARCHES', rates, {
      default: '30/1m',
      meaning: 'How many searches for users one caller can make; `none` for no limit.',
    }),
    reports: option('LIMIT_REPORTS', rates, {
      default: '10/24h',
      meaning:
        'How many changes one user can report as not recognised. A repeated report of a change counts once; `none` for no limit.',
    }),
  },
  watchMs: option('WATCH_REENROLMENT', watchTime, {
    default: 'off',
    meaning:
      'Whether to look for newly registered devices after a reset, with the service credential: `on` for 24 hours, or a time from `10m` to `48h`. At most 14 looks for a reset and kind.',
  }),
  workingHours: option('WORKING_HOURS', workingHours, {
    absent: 'all hours are working hours',
    meaning:
      'The working hours of staff: `Mon-Fri 07:00-19:00 Europe/Berlin`. A change by staff outside them is a security event in the log.',
  }),
} satisfies OptionTree;

/** Returns the configuration of the ledger; `postgres` is undefined if the ledger is a file. */
export function ledgerConfig(
  { mode, postgres: { url, connections }, ...ledger }: Values<typeof ledgerOptions>,
  problems: string[],
) {
  const postgres = url && { url: url.current.href, connections, reread: () => url.reread() };
  if (mode === 'postgres' && postgres === undefined) {
    problems.push('DATABASE_URL: missing; LEDGER=postgres needs it');
  }
  return { ...ledger, on: mode !== 'off', postgres };
}

export type LedgerConfig = Readonly<ReturnType<typeof ledgerConfig>>;

/** Returns unsafe settings of the ledger, for production. */
export function ledgerProblems({ on, postgres }: LedgerConfig): string[] {
  const problems: string[] = [];
  if (!on)
    problems.push('LEDGER: off is refused with NODE_ENV=production; no change would leave a trace');
  if (postgres !== undefined && !isPrivate(new URL(postgres.url))) {
    problems.push(
      'DATABASE_URL: add sslmode=verify-full with NODE_ENV=production; records would travel in the clear',
    );
  }
  return problems;
}

/** Whether records stay on this machine (loopback or a socket), or TLS protects them. */
function isPrivate({ hostname, searchParams }: URL): boolean {
  const host = searchParams.get('host') ?? hostname;
  if (host === '' || host.startsWith('/') || isLoopback(host)) return true;
  // By the rules of libpq, `require` accepts any certificate and `verify-ca` any host.
  const isLibpq = (searchParams.get('uselibpqcompat') ?? 'false') !== 'false';
  const modes = isLibpq ? ['verify-full'] : ['require', 'verify-ca', 'verify-full'];
  return modes.includes(searchParams.get('sslmode') ?? '');
}

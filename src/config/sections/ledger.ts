import { rates, workingHours } from '../things/durations.ts';
import { isPrivate, postgresUrl } from '../things/postgres-url.ts';
import { tokens } from '../things/section-context.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { scalar } from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import { oneOf, text, wholeNumber } from '../values/readers.ts';

const ledgerModes = oneOf(['on', 'postgres']);

/** Where changes are recorded. Earlier releases could do without records. */
const ledgerMode = scalar(
  (value) => {
    if (value !== 'off') return ledgerModes(value);
    throw new InvalidValue('off is no longer supported; remove LEDGER to record in DATA_DIR');
  },
  { enum: ['on', 'postgres'] },
);

/** The options of the ledger, and of the limits that it counts. */
export const ledgerOptions = {
  mode: option('LEDGER', ledgerMode, {
    needs: ['DATABASE_URL if LEDGER=postgres'],
    default: 'on',
    meaning:
      '`postgres` requires `DATABASE_URL`, so that no process uses its own ledger by mistake. `on` uses PostgreSQL if `DATABASE_URL` is set, otherwise a file.',
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
      idleWithout: 'DATABASE_URL',
      default: '8',
      meaning:
        'The connections of this process to PostgreSQL for records. It uses as many again for changes in progress, one for each, and up to four more to read history and insights.',
      unit: 'connections',
    }),
  },
  limits: {
    staff: option('LIMIT_STAFF_CHANGES', rates, {
      default: '10/10m,60/24h',
      file: 'limits.staffChanges',
      isList: true,
      meaning:
        'How many changes of one effect a member of staff can make for others: numbers, and times in `s`, `m` or `h`. An empty list sets no limit.',
    }),
    person: option('LIMIT_PERSON_CHANGES', rates, {
      default: '2/24h',
      file: 'limits.personChanges',
      isList: true,
      meaning:
        'How many changes of one effect and kind of device all staff together can make for one user. A higher role can exceed it with a reason.',
    }),
    client: option('LIMIT_CLIENT_CHANGES', rates, {
      idleWithout: tokens,
      default: 'none',
      file: 'limits.clientChanges',
      isList: true,
      meaning:
        'How many changes of one effect all staff together can make for others by tokens of one OAuth client.',
    }),
    own: option('LIMIT_OWN_CHANGES', rates, {
      default: '10/1h',
      file: 'limits.ownChanges',
      isList: true,
      meaning: 'How many changes of one effect users can make to their own devices.',
    }),
    dryRuns: option('LIMIT_DRY_RUNS', rates, {
      default: '30/1m,1000/24h',
      file: 'limits.dryRuns',
      isList: true,
      meaning: 'How many dry runs of changes, of any effect, one caller can make.',
    }),
    searches: option('LIMIT_SEARCHES', rates, {
      default: '30/1m',
      file: 'limits.searches',
      isList: true,
      meaning: 'How many searches for users one caller can make.',
    }),
    reports: option('LIMIT_REPORTS', rates, {
      default: '10/24h',
      file: 'limits.reports',
      isList: true,
      meaning:
        'How many changes one user can report as not recognised. A repeated report of a change counts once.',
    }),
  },
  workingHours: option('WORKING_HOURS', workingHours, {
    absent: 'all hours are working hours',
    file: 'workingHours',
    meaning:
      'The working hours of staff: `Mon-Fri 07:00-19:00 Europe/Berlin`. A change by staff outside them is a security event in the log.',
  }),
} satisfies OptionTree;

/** Returns the configuration of the ledger; `postgres` is undefined if the ledger is a file. */
export function ledgerConfig({
  mode: _mode,
  postgres: { url, connections },
  ...ledger
}: Values<typeof ledgerOptions>) {
  const postgres = url && { url: url.current.href, connections, reread: () => url.reread() };
  return { ...ledger, postgres };
}

export type LedgerConfig = Readonly<ReturnType<typeof ledgerConfig>>;

/** Returns unsafe settings of the ledger, for production. */
export function ledgerProblems({ postgres }: LedgerConfig): string[] {
  if (postgres === undefined || isPrivate(new URL(postgres.url))) return [];
  return [
    'DATABASE_URL: add sslmode=verify-full with NODE_ENV=production; records would travel in the clear',
  ];
}

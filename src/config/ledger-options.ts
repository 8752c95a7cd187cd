import type { OptionGroup } from './option.ts';
import { oneOf, text, wholeNumber } from './readers.ts';
import { postgresUrl, rates, workingHours } from './ledger-readers.ts';

/** The options of the ledger, and of the limits that are counted in it. */
export const ledgerOptions = {
  LEDGER: {
    read: oneOf(['on', 'off']),
    default: 'on',
    meaning:
      'Whether changes are recorded. `off` keeps no record, knows no limits and no repeats, and is refused in production.',
  },
  DATA_DIR: {
    read: text,
    default: 'data',
    meaning:
      'The folder of the ledger (`ledger.db`) unless `DATABASE_URL` is set, and of outcomes that wait to be recorded; made where it is missing.',
  },
  DATABASE_URL: {
    read: postgresUrl,
    absent: 'the ledger is a file in `DATA_DIR`, for one process',
    meaning:
      'PostgreSQL 15 or newer for the ledger, which several processes may share: `postgres://user:password@host/name?sslmode=verify-full`. In production a host other than loopback needs TLS.',
    secret: true,
  },
  DATABASE_CONNECTIONS: {
    read: wholeNumber(1, 100),
    default: '8',
    meaning:
      'Connections to PostgreSQL that this process keeps for records at once; as many again are for changes under way, each of which holds one.',
    unit: 'connections',
  },
  LIMIT_STAFF_CHANGES: {
    read: rates,
    default: '10/10m,60/24h',
    meaning:
      'How many changes of one effect one member of staff may make for others: number and time (`s`, `m`, `h`), comma-separated; `none` for no limit.',
  },
  LIMIT_PERSON_CHANGES: {
    read: rates,
    default: '2/24h',
    meaning:
      'How many changes of one effect and one kind of device all staff together may make for one person; a higher role may pass it with a reason.',
  },
  LIMIT_OWN_CHANGES: {
    read: rates,
    default: '10/1h',
    meaning: 'How many changes of one effect a person may make of their own devices.',
  },
  LIMIT_SEARCHES: {
    read: rates,
    default: '30/1m',
    meaning: 'How many searches for people one caller may make; `none` for no limit.',
  },
  WORKING_HOURS: {
    read: workingHours,
    absent: 'no change is outside of them',
    meaning:
      'When staff work: `Mon-Fri 07:00-19:00 Europe/Berlin`. A change by staff outside of it is a security event in the log.',
  },
} satisfies OptionGroup;

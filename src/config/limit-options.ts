import type { OptionGroup } from './option.ts';
import { wholeNumber } from './readers.ts';

/** The options that bound what one request, one operation and one call to AM may cost. */
export const limitOptions = {
  REQUEST_DEADLINE_MS: {
    read: wholeNumber(2_000, 300_000),
    default: '15000',
    meaning:
      'How long one request may take, with every call to AM, queue, lock and retry in it. A write is begun with a second left at least; what it has come to is looked at for two seconds more, so that its outcome is told truly.',
    unit: 'milliseconds',
  },
  AM_TIMEOUT_MS: {
    read: wholeNumber(100, 120_000),
    default: '8000',
    meaning: 'Deadline of one call to AM, its retry included.',
    unit: 'milliseconds',
  },
  AM_CONNECT_TIMEOUT_MS: {
    read: wholeNumber(50, 30_000),
    default: '1000',
    meaning: 'How long a connection to AM may take to open.',
    unit: 'milliseconds',
  },
  AM_CONNECTIONS: {
    read: wholeNumber(1, 1024),
    default: '64',
    meaning:
      'Calls to one kind of endpoint of one realm that are under way at once; as many wait, and more are refused (`OVERLOADED`). A quarter as many credentials that are not known yet are checked at once; eight times as many wait for that, for a second at most, and more are refused (`RATE_LIMITED`).',
    unit: 'calls',
  },
  SESSION_CACHE_SECONDS: {
    read: wholeNumber(0, 30),
    default: '30',
    meaning:
      "How long AM's verdict on a session may be remembered for queries. Mutations always ask anew.",
    unit: 'seconds',
  },
  LIMIT_BODY_BYTES: {
    read: wholeNumber(1024, 1_048_576),
    default: '65536',
    meaning: 'The largest request body.',
    unit: 'bytes',
  },
  LIMIT_DEPTH: {
    read: wholeNumber(3, 50),
    default: '10',
    meaning: 'How deep fields may nest in one operation.',
    unit: 'fields',
  },
  LIMIT_FIELDS: {
    read: wholeNumber(10, 10_000),
    default: '500',
    meaning: 'How many fields one operation may select, fragments counted where they are used.',
    unit: 'fields',
  },
  LIMIT_ALIASES: {
    read: wholeNumber(0, 1000),
    default: '30',
    meaning: 'How many aliases one operation may use.',
    unit: 'aliases',
  },
  LIMIT_PEOPLE: {
    read: wholeNumber(1, 100),
    default: '20',
    meaning: 'How many `user` fields one operation may select.',
    unit: 'fields',
  },
  LIMIT_COST: {
    read: wholeNumber(50, 1_000_000),
    default: '3000',
    meaning:
      'How much one operation may cost at most, worked out before it runs: ten points for a call to AM, one for an object in the answer.',
    unit: 'points',
  },
} satisfies OptionGroup;

import { Failure, type FailureFactsShown } from './failure.ts';

/** What each limit that fails with `RATE_LIMITED` counts: the values of `extensions.limit`. */
export const limitCodes = [
  'STAFF_CHANGES',
  'PERSON_CHANGES',
  'CLIENT_CHANGES',
  'OWN_CHANGES',
  'DRY_RUNS',
  'SEARCHES',
  'REPORTS',
  'NOTICE_RETRIES',
  'CHANGE_REQUESTS',
  'WAITING_CHANGE_REQUESTS',
  'PROOFS',
  'PUSHES',
  'WRONG_CODES',
  'CAMPAIGN_STEPS',
  'THREAT_LEVELS',
  'SAME_CHANGE',
  'CHANGES_IN_PROGRESS',
  'HISTORY_READS',
  'NEW_CREDENTIALS',
  'AM_CALLS',
] as const;

export type LimitCode = (typeof limitCodes)[number];

/** A maximum number within a time. */
export interface Rate {
  readonly most: number;
  readonly withinSeconds: number;
}

/** Names a limit with its numbers, for logs and records. */
export function rateName(whose: string, { most, withinSeconds }: Rate): string {
  return `${whose}: ${most} in ${withinSeconds} s`;
}

/** A limit that refuses something now. */
export interface RefusingLimit {
  readonly limit: LimitCode;
  /** The limit with its numbers, for logs and records. */
  readonly rule: string;
  readonly retryAfterSeconds: number;
  /**
   * When the limit permits the next one, in milliseconds; a repeat before has the same. Absent for
   * a limit of what happens now, which ends at no known time.
   */
  readonly until?: number;
}

/** A refusal by a limit that counts records within a time. */
export interface Limited extends RefusingLimit {
  readonly kind: 'limited';
  readonly until: number;
}

/** Returns the refusal by a rate, which the record of a time `at` fills. */
export function limitedBy(
  {
    limit,
    whose,
    rate,
  }: { readonly limit: LimitCode; readonly whose: string; readonly rate: Rate },
  { at, now }: { readonly at: number; readonly now: number },
): Limited {
  const until = at + rate.withinSeconds * 1000;
  return limitedUntil({ limit, rule: rateName(whose, rate) }, { until, now });
}

/** Returns the refusal by a limit that permits the next one at a time. */
export function limitedUntil(
  { limit, rule }: Pick<RefusingLimit, 'limit' | 'rule'>,
  { until, now }: { readonly until: number; readonly now: number },
): Limited {
  const retryAfterSeconds = Math.max(1, Math.ceil((until - now) / 1000));
  return { kind: 'limited', limit, rule, until, retryAfterSeconds };
}

/** Creates the failure for a limit that is reached; the message says what was not done. */
export function limitReached(message: string, refusing: RefusingLimit, cause?: unknown): Failure {
  const detail = `the limit "${refusing.rule}" is reached`;
  return new Failure('RATE_LIMITED', message, { detail, cause, facts: limitFacts(refusing) });
}

/** What clients see of a limit that refuses something. */
export function limitFacts({ limit, until, retryAfterSeconds }: RefusingLimit): FailureFactsShown {
  const end = until === undefined ? {} : { until: new Date(until).toISOString() };
  return { limit, retryAfterSeconds, ...end };
}

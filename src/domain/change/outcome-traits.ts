import { ResetOutcome } from './change.ts';

/**
 * The outcome of a change. `CONFIRMED`: found done by reading AM after a crash. `SETUP_CODE_MADE`:
 * no device was there to remove, and the code for the next one was replaced.
 */
export const RecordedOutcome = {
  ...ResetOutcome,
  CONFIRMED: 'CONFIRMED',
  SETUP_CODE_MADE: 'SETUP_CODE_MADE',
} as const;
export type RecordedOutcome = (typeof RecordedOutcome)[keyof typeof RecordedOutcome];

/** What an outcome means. */
interface OutcomeTraits {
  /**
   * What was changed: all that was meant, perhaps something, what the lists before and after show
   * (a part of a change that was not done as a whole), or nothing.
   */
  readonly effect: 'all' | 'perhaps' | 'as listed' | 'nothing';
  /** Whether a list of AM shows that the change has nothing left to do. */
  readonly isVerified: boolean;
  /** Whether it is the outcome of a dry run. */
  readonly isPreview: boolean;
  /** What payloads report: `CONFIRMED` as `DONE`. */
  readonly shown: ResetOutcome;
  /** The outcome if it also replaced the code for the next device; absent: the same. */
  readonly withNewCode?: RecordedOutcome;
}

/**
 * What each outcome means, for every rule. No other module compares an outcome with a single one;
 * whether a change had an effect is up to `mayHaveChanged`, which also looks at the lists.
 */
export const outcomeTraits: Readonly<Record<RecordedOutcome, OutcomeTraits>> = {
  DONE: { effect: 'all', isVerified: true, isPreview: false, shown: 'DONE' },
  CONFIRMED: { effect: 'all', isVerified: true, isPreview: false, shown: 'DONE' },
  UNKNOWN: { effect: 'perhaps', isVerified: false, isPreview: false, shown: 'UNKNOWN' },
  NOT_DONE: { effect: 'as listed', isVerified: false, isPreview: false, shown: 'NOT_DONE' },
  NOTHING_TO_RESET: {
    effect: 'nothing',
    isVerified: true,
    isPreview: false,
    shown: 'NOTHING_TO_RESET',
    withNewCode: 'SETUP_CODE_MADE',
  },
  SETUP_CODE_MADE: {
    effect: 'nothing',
    isVerified: true,
    isPreview: false,
    shown: 'NOTHING_TO_RESET',
  },
  WOULD_RESET: { effect: 'nothing', isVerified: false, isPreview: true, shown: 'WOULD_RESET' },
};

/** Whether nothing shows what became of a change. */
export function isUnclear(outcome: RecordedOutcome): boolean {
  return outcomeTraits[outcome].effect === 'perhaps';
}

/** The outcome of a change that replaced the code for the next device, whatever else it did. */
export function withNewCode(outcome: RecordedOutcome): RecordedOutcome {
  return outcomeTraits[outcome].withNewCode ?? outcome;
}

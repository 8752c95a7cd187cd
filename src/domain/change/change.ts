/** The outcome of a reset (design D5). The schema lists them in this order. */
export const ResetOutcome = {
  DONE: 'DONE',
  NOTHING_TO_RESET: 'NOTHING_TO_RESET',
  NOT_DONE: 'NOT_DONE',
  UNKNOWN: 'UNKNOWN',
  WOULD_RESET: 'WOULD_RESET',
} as const;
export type ResetOutcome = (typeof ResetOutcome)[keyof typeof ResetOutcome];

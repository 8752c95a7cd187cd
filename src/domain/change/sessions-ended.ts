/** Whether a person's other sessions were ended after a change. */
export const SessionsEnding = {
  NOT_ASKED: 'NOT_ASKED',
  ENDED: 'ENDED',
  NOT_SUPPORTED: 'NOT_SUPPORTED',
  FAILED: 'FAILED',
} as const;
export type SessionsEnding = (typeof SessionsEnding)[keyof typeof SessionsEnding];

/** Whether a person's other sessions were ended, and how many. */
export interface SessionsEnded {
  readonly sessionsEnding: SessionsEnding;
  /** Null if not requested, if it failed, or if AM does not report the number. */
  readonly sessionsEnded: number | null;
}

/** Not requested, or the change did not take place. */
export const noSessionsEnded: SessionsEnded = { sessionsEnding: 'NOT_ASKED', sessionsEnded: null };

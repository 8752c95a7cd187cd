/** What became of a person's other sessions after a change. */
export const SessionsEnding = {
  NOT_ASKED: 'NOT_ASKED',
  ENDED: 'ENDED',
  NOT_SUPPORTED: 'NOT_SUPPORTED',
  FAILED: 'FAILED',
} as const;
export type SessionsEnding = (typeof SessionsEnding)[keyof typeof SessionsEnding];

/** What became of a person's other sessions, and how many were ended. */
export interface SessionsEnded {
  readonly sessionsEnding: SessionsEnding;
  /** Null where none had to end, where AM does not tell, and where they could not be ended. */
  readonly sessionsEnded: number | null;
}

/** Nobody asked for it, or nothing was changed. */
export const noSessionsEnded: SessionsEnded = { sessionsEnding: 'NOT_ASKED', sessionsEnded: null };

/** The right to change what only one may change at a time, held against everybody else in every process. */
export interface Turn {
  /** Whether it is still held; false as soon as somebody else may have it. */
  isHeld(): Promise<boolean>;
  release(): void;
}

/** How a turn is waited for. */
export interface TurnWait {
  /** The longest wait, in milliseconds. */
  readonly waitMs: number;
  /** Called, once or twice, before a wait; what it throws ends the wait. */
  readonly onWait: () => Promise<void>;
  /** Aborted when nobody waits any more. */
  readonly client: AbortSignal | undefined;
}

/** Keeps apart what several processes do to one thing. */
export interface Turns {
  /**
   * Takes the turn of a name; null where it does not come in time.
   * @throws Failure `AUDIT_UNAVAILABLE` where nobody can tell whose turn it is
   */
  take(name: string, wait: TurnWait): Promise<Turn | null>;
}

/** The turns of a process that shares them with no other; its callers keep apart by themselves. */
export const turnsOfOneProcess: Turns = {
  take: async () => ({ isHeld: async () => true, release: () => undefined }),
};

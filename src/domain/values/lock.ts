/** An exclusive right to change one thing, held against every other process on the same ledger. */
export interface Lock {
  /** Whether the lock is still held; false once another process may hold it. */
  isHeld(): Promise<boolean>;
  release(): void;
}

/** How long to wait for a lock. */
export interface LockWait {
  /** The longest wait, in milliseconds. */
  readonly waitMs: number;
  /** Aborted when the client has gone; the wait then ends. */
  readonly client: AbortSignal | undefined;
}

/** Locks that several processes share, by name. */
export interface Locks {
  /**
   * Takes a lock without waiting; null if another process holds it.
   * @throws Failure `AUDIT_UNAVAILABLE` if the lock service cannot be reached
   */
  tryAcquire(name: string): Promise<Lock | null>;
  /**
   * Waits for a lock; null if it is not released in time.
   * @throws Failure `AUDIT_UNAVAILABLE` if the lock service cannot be reached
   */
  acquire(name: string, wait: LockWait): Promise<Lock | null>;
}

const localLock: Lock = { isHeld: async () => true, release: () => undefined };

/** For a process that shares its ledger with no other process: `ChangeLocks` suffices. */
export const localLocks: Locks = {
  tryAcquire: async () => localLock,
  acquire: async () => localLock,
};

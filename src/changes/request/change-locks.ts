import { lockNotHeld, noDeadline, Semaphore, type Deadline } from '../../am/index.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import { roleTraits } from '../../domain/people/caller.ts';
import type { RecordedActor } from '../../domain/change/change-record.ts';
import type { Lock, Locks } from '../../domain/values/lock.ts';
import { personKey, type Person } from '../../domain/people/person.ts';

/** How many changes may wait for one lock, and for how long. */
export interface LockLimits {
  readonly mostWaiting: number;
  readonly waitMs: number;
}

/** How many changes of another actor may wait for a person's lock: the rest is for others. */
const mostOfActor = 32;

/** How one change waits. */
export interface LockWaiter {
  /** The actor of the change, as one text. */
  readonly actor?: string;
  /** Whether the actor changes their own devices: they come before others. */
  readonly isSelf?: boolean;
  /** Aborted when the client has gone. */
  readonly client?: AbortSignal | undefined;
  readonly deadline?: Deadline;
}

/** The lock of one person's devices of one kind, or sessions, whichever realm names the person. */
export function lockName(person: Person, what: DeviceKind | 'SESSIONS'): string {
  return `${what} ${personKey(person)}`;
}

/** How the change of an actor waits for a lock. */
export function lockWaiter(
  { client, deadline }: Pick<LockWaiter, 'client' | 'deadline'>,
  { realm, id, role }: RecordedActor,
): LockWaiter {
  return {
    actor: `${realm}/${id}`,
    isSelf: roleTraits[role].isSelf,
    client,
    ...(deadline !== undefined && { deadline }),
  };
}

/**
 * The locks of changes. AM's changes are read-modify-writes without a revision check, so two at
 * once can undo each other (U11, R20). Within this process a lock is passed on to the person first,
 * then in order of arrival; its holder also holds the lock that other processes share.
 */
export class ChangeLocks {
  readonly #limits: LockLimits;
  readonly #shared: Locks;
  /** The holder and the waiting changes of each lock; a name is present while its lock is held. */
  readonly #holders = new Map<string, Semaphore>();
  /** How many changes of an actor wait for a lock. */
  readonly #shares = new Map<string, number>();

  constructor(limits: LockLimits, shared: Locks) {
    this.#limits = limits;
    this.#shared = shared;
  }

  /**
   * Takes a lock without waiting; null if another change holds it.
   * @throws Failure AUDIT_UNAVAILABLE if the lock service cannot be reached
   */
  async tryAcquire(name: string, { deadline = noDeadline }: LockWaiter = {}): Promise<Lock | null> {
    if (!this.#tryHere(name)) return null;
    return this.#take(name, deadline, this.#shared.tryAcquire(name));
  }

  /**
   * Waits for a lock, but no longer than the client and the deadline allow.
   * @throws Failure RATE_LIMITED caused by NotSent if too many changes wait or the lock is not
   *   released in time; AUDIT_UNAVAILABLE if the lock service cannot be reached
   */
  async acquire(name: string, waiter: LockWaiter = {}): Promise<Lock> {
    const { client, deadline = noDeadline } = waiter;
    const waitMs = Math.min(this.#limits.waitMs, deadline.leftToWaitMs);
    const end = performance.now() + waitMs;
    await this.#waitHere(name, waiter, waitMs);
    const wait = { waitMs: end - performance.now(), client };
    const lock = await this.#take(name, deadline, this.#shared.acquire(name, wait));
    if (lock === null) throw lockNotHeld('another process did not release the lock in time');
    return lock;
  }

  /** Waits until this process may take the lock. */
  async #waitHere(
    name: string,
    { client, actor = '', isSelf = false }: LockWaiter,
    waitMs: number,
  ): Promise<void> {
    if (this.#tryHere(name)) return;
    const holder = this.#holders.get(name);
    const key = JSON.stringify([name, actor]);
    const share = this.#shares.get(key) ?? 0;
    const isFull = isSelf
      ? share >= this.#limits.mostWaiting
      : share >= mostOfActor || holder?.isFull === true;
    if (holder === undefined || isFull) throw lockNotHeld('too many changes wait');
    const timeout = AbortSignal.timeout(waitMs);
    const giveUp = client === undefined ? timeout : AbortSignal.any([timeout, client]);
    this.#shares.set(key, share + 1);
    try {
      await holder.wait(giveUp, { rank: isSelf ? 0 : 1 });
    } catch {
      throw lockNotHeld(timeout.aborted ? 'timeout' : 'client gone');
    } finally {
      const left = (this.#shares.get(key) ?? 1) - 1;
      if (left > 0) this.#shares.set(key, left);
      else this.#shares.delete(key);
    }
  }

  #tryHere(name: string): boolean {
    const { mostWaiting } = this.#limits;
    const holder = this.#holders.get(name) ?? new Semaphore({ slots: 1, mostWaiting });
    this.#holders.set(name, holder);
    return holder.tryAcquire();
  }

  /** Takes the shared lock; passes the local one on if that fails. */
  async #take(name: string, deadline: Deadline, taken: Promise<Lock | null>): Promise<Lock | null> {
    try {
      const lock = await deadline.wait(taken, 'the lock');
      if (lock === null) this.#passOn(name);
      return lock === null ? null : this.#held(name, lock);
    } catch (error) {
      void taken.then((late) => late?.release()).catch(() => undefined);
      this.#passOn(name);
      throw error;
    }
  }

  #held(name: string, lock: Lock): Lock {
    let isReleased = false;
    return {
      isHeld: async () => !isReleased && (await lock.isHeld()),
      release: () => {
        if (isReleased) return;
        isReleased = true;
        lock.release();
        this.#passOn(name);
      },
    };
  }

  #passOn(name: string): void {
    const holder = this.#holders.get(name);
    holder?.release();
    if (holder?.active === 0) this.#holders.delete(name);
  }
}

import { setImmediate } from 'node:timers/promises';
import { outOfTime, Semaphore, type Deadline } from '../../am/index.ts';
import type { Failure } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { aroundLedger, mostCostlyReads } from '../../domain/ledger-ports/ledger-calls.ts';
import { limitReached } from '../../domain/values/limit.ts';

/** How many costly reads of one caller run at once, and how many more may wait. */
const ofCaller = { slots: 2, mostWaiting: 60 };

/**
 * The slots for costly reads of the ledger in this process. A caller has a few of them, so that
 * other callers have the others, and changes need none.
 */
export class CostlyReads {
  readonly #slots = new Semaphore({ slots: mostCostlyReads, mostWaiting: Infinity });
  readonly #callers = new Map<string, Semaphore>();

  /**
   * Reads in the caller's turn. A read that still waits when the signal is aborted is not made.
   * @throws Failure RATE_LIMITED if too many reads of the caller wait
   */
  async run<T>(caller: string, read: () => Promise<T>, giveUp: AbortSignal): Promise<T> {
    const own = this.#callers.get(caller) ?? new Semaphore(ofCaller);
    if (own.isFull) throw tooManyReads();
    this.#callers.set(caller, own);
    try {
      return await inTurn(own, giveUp, () => inTurn(this.#slots, giveUp, read));
    } finally {
      if (own.active === 0) this.#callers.delete(caller);
    }
  }
}

async function inTurn<T>(slots: Semaphore, giveUp: AbortSignal, act: () => Promise<T>): Promise<T> {
  if (!slots.tryAcquire())
    await slots.wait(giveUp).catch(() => {
      throw outOfTime('a read of the ledger');
    });
  try {
    // SQLite blocks the process while it reads: other requests come between two reads.
    await setImmediate();
    if (giveUp.aborted) throw outOfTime('a read of the ledger');
    return await act();
  } finally {
    slots.release();
  }
}

interface Turn {
  readonly reads: CostlyReads;
  /** Returns who reads, as one text. */
  readonly caller: () => Promise<string>;
  readonly deadline: Deadline;
  readonly client: AbortSignal | undefined;
}

/** The ledger as one request uses it: costly reads wait their turn, and equal ones are one. */
export function ledgerInTurn(ledger: Ledger, { reads, caller, deadline, client }: Turn): Ledger {
  const inFlight = new Map<string, Promise<unknown>>();
  return aroundLedger(ledger, ({ isCostly = false }, act, call) => {
    if (!isCostly) return act();
    const key = JSON.stringify(call);
    const joined = inFlight.get(key);
    if (joined !== undefined) return joined;
    const ended = AbortSignal.timeout(Math.ceil(Math.max(0, Math.min(deadline.leftMs, longestMs))));
    const giveUp = client === undefined ? ended : AbortSignal.any([ended, client]);
    const read = caller().then((name) => reads.run(name, act, giveUp));
    inFlight.set(key, read);
    return read.finally(() => inFlight.delete(key));
  });
}

/** A timer waits no longer; for a request without a deadline. */
const longestMs = 2 ** 31 - 1;

function tooManyReads(): Failure {
  return limitReached(
    'Too many of your reads of recorded changes wait. Nothing was read. Try again in a moment.',
    { limit: 'HISTORY_READS', rule: 'costly reads of a caller', retryAfterSeconds: 1 },
  );
}

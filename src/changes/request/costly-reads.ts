import { outOfTime, Semaphore, type Deadline } from '../../am/index.ts';
import type { Failure } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import {
  aroundLedger,
  costOfCall,
  mostCostlyReads,
  mostLongReads,
  type ReadCost,
} from '../../domain/ledger-ports/ledger-calls.ts';
import { limitReached } from '../../domain/values/limit.ts';

/** How many costly reads of one caller run at once, and how many more may wait. */
const ofCaller = { slots: 2, mostWaiting: 60 };
/** Of the long ones one, so that two callers who count leave slots to every other read. */
const longOfCaller = { slots: 1, mostWaiting: 60 };

/** The slots of one caller. */
interface CallerSlots {
  readonly all: Semaphore;
  readonly long: Semaphore;
}

/**
 * The slots for costly reads of the ledger in this process. A caller has a few of them, so that
 * other callers have the others, and changes need none.
 */
export class CostlyReads {
  readonly #slots = new Semaphore({ slots: mostCostlyReads, mostWaiting: Infinity });
  readonly #long = new Semaphore({ slots: mostLongReads, mostWaiting: Infinity });
  /** Of the callers whose reads run or wait; each leaves with its last read. */
  readonly #callers = new Map<string, CallerSlots>();

  /**
   * Reads in the caller's turn. A read that still waits when the signal is aborted is not made.
   * @throws Failure RATE_LIMITED if too many reads of the caller wait
   */
  async run<T>(caller: string, read: CostlyRead<T>): Promise<T> {
    const { giveUp, cost, act } = read;
    const own = this.#callers.get(caller) ?? {
      all: new Semaphore(ofCaller),
      long: new Semaphore(longOfCaller),
    };
    const first = cost === 'long' ? own.long : own.all;
    if (first.isFull) throw tooManyReads();
    this.#callers.set(caller, own);
    try {
      // A read that waits holds no slot that a read of another kind or caller could use.
      const order = {
        costly: [own.all, this.#slots],
        long: [own.long, own.all, this.#long, this.#slots],
      };
      return await inTurns(order[cost], giveUp, act);
    } finally {
      if (own.all.active + own.long.active === 0) this.#callers.delete(caller);
    }
  }
}

/** A read, what it may touch, and the signal that ends its wait. */
interface CostlyRead<T> {
  readonly act: () => Promise<T>;
  readonly cost: Exclude<ReadCost, 'bounded'>;
  readonly giveUp: AbortSignal;
}

/** Takes a slot of each, one after the other. */
function inTurns<T>(
  [first, ...others]: readonly Semaphore[],
  giveUp: AbortSignal,
  act: () => Promise<T>,
): Promise<T> {
  if (first === undefined) return act();
  return inTurn(first, giveUp, () => inTurns(others, giveUp, act));
}

async function inTurn<T>(slots: Semaphore, giveUp: AbortSignal, act: () => Promise<T>): Promise<T> {
  if (!slots.tryAcquire())
    await slots.wait(giveUp).catch(() => {
      throw outOfTime('a read of the ledger');
    });
  try {
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
  return aroundLedger(ledger, (rule, act, call) => {
    const cost = costOfCall(rule);
    if (cost === null || cost === 'bounded') return act();
    const key = JSON.stringify(call);
    const joined = inFlight.get(key);
    if (joined !== undefined) return joined;
    const ended = AbortSignal.timeout(Math.ceil(Math.max(0, Math.min(deadline.leftMs, longestMs))));
    const giveUp = client === undefined ? ended : AbortSignal.any([ended, client]);
    const read = caller().then((name) => reads.run(name, { act, cost, giveUp }));
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

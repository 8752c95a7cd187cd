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

/** Bounded reads are short, so that none is refused. */
const boundedOfCaller = { slots: 4, mostWaiting: Infinity };

/** The slots of one caller. */
interface CallerSlots {
  readonly bounded: Semaphore;
  readonly all: Semaphore;
  readonly long: Semaphore;
}

/**
 * The slots for reads of the ledger in this process. A caller has a few of them, so that other
 * callers have the others, and changes need none. Of the connections for bounded reads one caller
 * never has all.
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
      bounded: new Semaphore(boundedOfCaller),
      all: new Semaphore(ofCaller),
      long: new Semaphore(longOfCaller),
    };
    // A read that waits holds no slot that a read of another kind or caller could use.
    const order: Readonly<Record<ReadCost, readonly [Semaphore, ...Semaphore[]]>> = {
      bounded: [own.bounded],
      costly: [own.all, this.#slots],
      long: [own.long, own.all, this.#long, this.#slots],
    };
    if (order[cost][0].isFull) throw tooManyReads();
    this.#callers.set(caller, own);
    try {
      return await inTurns(order[cost], giveUp, act);
    } finally {
      if (Object.values(own).every(({ active }) => active === 0)) this.#callers.delete(caller);
    }
  }
}

/** A read, what it may touch, and the signal that ends its wait. */
interface CostlyRead<T> {
  readonly act: () => Promise<T>;
  readonly cost: ReadCost;
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

/** The ledger as one request uses it: reads wait their turn, and equal ones at once are one. */
export function ledgerInTurn(ledger: Ledger, { reads, caller, deadline, client }: Turn): Ledger {
  const inFlight = new Map<string, Promise<unknown>>();
  return aroundLedger(ledger, (rule, act, call) => {
    const cost = costOfCall(rule);
    if (cost === null) return act();
    const key = JSON.stringify(call);
    const joined = inFlight.get(key);
    if (joined !== undefined) return joined;
    const giveUp = cost === 'bounded' ? never : endOf({ deadline, client });
    const read = caller().then((name) => reads.run(name, { act, cost, giveUp }));
    inFlight.set(key, read);
    return read.finally(() => inFlight.delete(key));
  });
}

/** Bounded reads belong to changes, too, and a change goes on without its client. */
const never = new AbortController().signal;

/** The signal for the end of a request, or for a client who is gone. */
function endOf({ deadline, client }: Pick<Turn, 'deadline' | 'client'>): AbortSignal {
  const ended = AbortSignal.timeout(Math.ceil(Math.max(0, Math.min(deadline.leftMs, longestMs))));
  return client === undefined ? ended : AbortSignal.any([ended, client]);
}

/** A timer waits no longer; for a request without a deadline. */
const longestMs = 2 ** 31 - 1;

function tooManyReads(): Failure {
  return limitReached(
    'Too many of your reads of recorded changes wait. Nothing was read. Try again in a moment.',
    { limit: 'HISTORY_READS', rule: 'costly reads of a caller', retryAfterSeconds: 1 },
  );
}

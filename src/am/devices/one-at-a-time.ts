import { Failure } from '../../domain/failure.ts';
import { NotSent } from '../http/errors.ts';

/** How many may wait for the one that runs, and for how long. */
export interface Patience {
  readonly mostWaiting: number;
  readonly waitMs: number;
}

interface Queue {
  /** Settles, never rejects, when everything that came so far has ended. */
  last: Promise<unknown>;
  length: number;
}

/**
 * Runs tasks that share a key one after the other, in the order of their calls. AM's changes are read-modify-writes
 * without a revision check, so two at once can undo each other (U11, R20). This holds within one process only, not
 * across two gateways in front of one AM.
 */
export class OneAtATime {
  readonly #patience: Patience;
  readonly #queues = new Map<string, Queue>();

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** Whether a task of this key would have to wait. */
  isBusy(key: string): boolean {
    return this.#queues.has(key);
  }

  /**
   * @param client aborted when nobody waits for the outcome any more: what has not begun then does not begin
   * @throws Failure RATE_LIMITED caused by NotSent, when too many wait already or its turn does not come in time
   */
  async run<T>(key: string, task: () => Promise<T>, client?: AbortSignal): Promise<T> {
    const queue = this.#queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length > this.#patience.mostWaiting) throw turnDidNotCome('too many wait');
    this.#queues.set(key, queue);
    const turn = queue.last;
    const ended = Promise.withResolvers<void>();
    queue.last = turn.then(() => ended.promise);
    queue.length += 1;
    try {
      if (queue.length > 1) await waitFor(turn, this.#patience.waitMs, client);
      return await task();
    } finally {
      ended.resolve();
      queue.length -= 1;
      if (queue.length === 0) this.#queues.delete(key);
    }
  }
}

async function waitFor(
  turn: Promise<unknown>,
  waitMs: number,
  client?: AbortSignal,
): Promise<void> {
  const timeout = AbortSignal.timeout(waitMs);
  const giveUp = client === undefined ? timeout : AbortSignal.any([timeout, client]);
  const given = Promise.withResolvers<never>();
  const leave = (): void =>
    given.reject(turnDidNotCome(timeout.aborted ? 'waited in vain' : 'client gone'));
  if (giveUp.aborted) leave();
  giveUp.addEventListener('abort', leave);
  try {
    await Promise.race([given.promise, turn]);
  } finally {
    giveUp.removeEventListener('abort', leave);
  }
}

function turnDidNotCome(why: string): Failure {
  return new Failure(
    'RATE_LIMITED',
    'Other changes of the same devices are under way. Nothing was sent; try again in a moment.',
    {
      detail: `a change of devices was not sent: ${why}`,
      cause: new NotSent(why),
      facts: { retryAfterSeconds: 1 },
    },
  );
}

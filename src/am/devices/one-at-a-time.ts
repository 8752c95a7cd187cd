import { Failure } from '../../domain/failure.ts';
import type { DeviceKind } from '../../domain/device.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Turn, TurnWait, Turns } from '../../domain/turn.ts';
import { noDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import { NotSent } from '../not-sent.ts';

/** How many may wait for the one that runs, and for how long. */
export interface Patience {
  readonly mostWaiting: number;
  readonly waitMs: number;
}

/** What changes of one person's devices of one kind are kept apart by. */
export function changeKey({ realm, id }: PersonRef, kind: DeviceKind): string {
  return `${realm.name} ${kind} ${id}`;
}

interface Queue {
  /** Settles, never rejects, when everything that came so far has ended. */
  last: Promise<unknown>;
  length: number;
}

/** What a task may ask for while it waits. */
type Waiting = Partial<Pick<TurnWait, 'onWait' | 'client'>> & { readonly deadline?: Deadline };

/**
 * Runs tasks that share a key one after the other, in the order of their calls. AM's changes are read-modify-writes
 * without a revision check, so two at once can undo each other (U11, R20). The first of this process then takes the
 * turn that other processes keep, too.
 */
export class OneAtATime {
  readonly #patience: Patience;
  readonly #turns: Turns;
  readonly #queues = new Map<string, Queue>();

  constructor(patience: Patience, turns: Turns) {
    this.#patience = patience;
    this.#turns = turns;
  }

  /** Whether a task of this key would have to wait for another of this process. */
  isBusy(key: string): boolean {
    return this.#queues.has(key);
  }

  /**
   * @param waiting `onWait` is called before a wait for another process; `client` is aborted when nobody waits for the
   *   outcome any more: what has not begun then does not begin, and neither does what its request has no time for
   * @throws Failure RATE_LIMITED caused by NotSent, when too many wait already or its turn does not come in time;
   *   AUDIT_UNAVAILABLE where nobody can tell whose turn it is
   */
  async run<T>(key: string, task: (turn: Turn) => Promise<T>, waiting: Waiting = {}): Promise<T> {
    const { mostWaiting } = this.#patience;
    const { deadline = noDeadline } = waiting;
    const waitMs = Math.min(this.#patience.waitMs, deadline.leftToWaitMs);
    const end = performance.now() + waitMs;
    const queue = this.#queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length > mostWaiting) throw turnDidNotCome('too many wait');
    this.#queues.set(key, queue);
    const before = queue.last;
    const ended = Promise.withResolvers<void>();
    queue.last = before.then(() => ended.promise);
    queue.length += 1;
    try {
      if (queue.length > 1) await waitFor(before, waitMs, waiting.client);
      const turn = await this.#take(key, { ...waiting, waitMs: end - performance.now() });
      try {
        return await task(turn);
      } finally {
        turn.release();
      }
    } finally {
      ended.resolve();
      queue.length -= 1;
      if (queue.length === 0) this.#queues.delete(key);
    }
  }

  async #take(key: string, wait: Waiting & Pick<TurnWait, 'waitMs'>): Promise<Turn> {
    const { onWait = async () => undefined, client, waitMs, deadline = noDeadline } = wait;
    const taken = this.#turns.take(key, { onWait, client, waitMs });
    const turn = await deadline.wait(taken, 'the turn').catch((error: unknown) => {
      // Who has no time left does not keep it from the others.
      void taken.then((late) => late?.release()).catch(() => undefined);
      throw error;
    });
    if (turn === null) throw turnDidNotCome('waited in vain for another process');
    return turn;
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

/** The failure of a change whose turn was lost before it was sent: somebody else may have it by now. */
export function turnWasLost(): Failure {
  return turnDidNotCome('the turn was lost with the connection to the ledger');
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

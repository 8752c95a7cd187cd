import { isNativeError } from 'node:util/types';
import { Pace } from '../../domain/campaign/pace.ts';
import type { Found, PersonRead } from './person-devices.ts';

/** How often a person is read who cannot be read; the last time after everyone else. */
const mostTries = 3;

/** After how many people in a row who cannot be read the count ends. */
const mostInRow = 12;

/** How long a wait lasts at most before an end of trouble can shorten it, in milliseconds. */
const lookEveryMs = 500;

/** A monotonic clock in milliseconds, and a wait that `signal` ends early. */
export interface PaceClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface PacedOptions {
  /** People a minute, and people at once. */
  readonly pace: number;
  readonly calls: number;
  readonly stop: AbortSignal;
  readonly clock: PaceClock;
  readonly read: (name: string) => Promise<PersonRead>;
  /** Called once for each person who is settled. */
  readonly onFound: (name: string, found: Found) => Promise<void>;
}

/** Why the reads ended: all are done, `stop` was aborted, or AM fails for everyone. */
export type PacedEnd = 'done' | 'stopped' | 'AM fails';

/**
 * Reads people at the pace of a campaign, which slows down while AM is slow or fails. People in
 * progress are finished at the end. Returns why it ended, and who was not reached.
 */
export async function readPaced(
  names: readonly string[],
  { pace: perMinute, calls, stop, clock, read, onFound }: PacedOptions,
): Promise<{ readonly end: PacedEnd; readonly notReached: readonly string[] }> {
  const queue = names.map((name) => ({ name, tries: 0 }));
  const pace = new Pace(perMinute, -Infinity);
  const working = new Set<Promise<void>>();
  let [next, inRow] = [0, 0];
  let failure: Error | undefined;
  const work = async (turn: { readonly name: string; readonly tries: number }): Promise<void> => {
    const { found, ...ended } = await read(turn.name);
    pace.ended(ended, clock.now());
    // Who has failed before may fail again while AM serves everyone else.
    if (!ended.isFailed) inRow = 0;
    else if (turn.tries === 0) inRow += 1;
    const tries = turn.tries + 1;
    if (ended.isFailed && tries < mostTries) queue.push({ name: turn.name, tries });
    else await onFound(turn.name, found);
  };
  const endOf = (): PacedEnd | null => {
    if (failure !== undefined) throw failure;
    if (stop.aborted) return 'stopped';
    if (inRow >= mostInRow) return 'AM fails';
    return next >= queue.length && working.size === 0 ? 'done' : null;
  };
  for (;;) {
    const end = endOf();
    if (end !== null) {
      await Promise.all(working);
      if (failure !== undefined) throw failure;
      return { end, notReached: queue.slice(next).map(({ name }) => name) };
    }
    const waitMs = pace.waitMs(clock.now());
    const turn = queue[next];
    if (turn === undefined || working.size >= (pace.isHeld ? 1 : calls))
      await Promise.race(working);
    else if (waitMs > 0) {
      // The end of a person may change the pace.
      await Promise.race([...working, clock.sleep(Math.min(waitMs, lookEveryMs), stop)]);
    } else {
      next += 1;
      pace.started(clock.now());
      const running = work(turn)
        .catch((error: unknown) => {
          failure ??= isNativeError(error) ? error : new Error('not an error', { cause: error });
        })
        .finally(() => working.delete(running));
      working.add(running);
    }
  }
}

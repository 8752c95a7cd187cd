import { Failure } from './domain/failure.ts';
import type { Log } from './telemetry/log.ts';

/** When open changes are looked for again: what was under way at the start is two minutes old by then. */
const againMs = 150_000;

/**
 * Closes the changes that a crash has left open: at once, and once more when those of the last two minutes are old enough
 * (reliability R23). A ledger or an AM that is away leaves them to the next start.
 * @returns stops it
 */
export function startSettling(settle: () => Promise<number>, log: Log): () => void {
  const run = async (): Promise<void> => {
    try {
      const closed = await settle();
      if (closed > 0) log.note(`${closed} changes that were left open are closed by reading AM.`);
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'INTERNAL';
      log.warn(`Changes that were left open cannot be looked for: ${code}.`);
    }
  };
  void run();
  const timer = setTimeout(() => void run(), againMs).unref();
  return () => clearTimeout(timer);
}

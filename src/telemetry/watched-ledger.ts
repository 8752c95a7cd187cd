import { Failure } from '../domain/values/failure.ts';
import type { Ledger } from '../domain/ledger-ports/ledger.ts';
import {
  aroundLedger,
  type LedgerCallRule,
  type LedgerOperation,
} from '../domain/ledger-ports/ledger-calls.ts';

/** A call to the ledger that has ended, or takes too long. */
export interface LedgerCall {
  readonly operation: LedgerOperation;
  /** Whether the ledger works. It also does if it refuses bad input. */
  readonly isGood: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface LedgerWatcher {
  /** Called once for each call of each port. */
  readonly ended: (call: LedgerCall) => void;
  /** Called with where an outcome was stored. */
  readonly recorded?: (where: string) => void;
}

/**
 * Returns a ledger that notifies a watcher of each call of each port. A call that takes longer than
 * `mostMs` is reported as failed at that time, because it may never end.
 */
export function watchedLedger(ledger: Ledger, watcher: LedgerWatcher, mostMs: number): Ledger {
  return aroundLedger(ledger, (rule, act) => watchCall(rule, act, { ...watcher, mostMs }));
}

async function watchCall(
  { operation }: LedgerCallRule,
  act: () => Promise<unknown>,
  { ended, recorded, mostMs }: LedgerWatcher & { readonly mostMs: number },
): Promise<unknown> {
  const startedAt = performance.now();
  let isReported = false;
  const report = (isGood: boolean): void => {
    if (!isReported) ended({ operation, isGood, startedAt, endedAt: performance.now() });
    isReported = true;
  };
  const timer = setTimeout(report, mostMs, false).unref();
  try {
    const result = await act();
    // The probe returns its failure.
    report(!(result instanceof Failure));
    if (operation === 'complete') recorded?.(String(result));
    return result;
  } catch (error) {
    report(isAnswer(error));
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the ledger has answered by refusing bad input. */
function isAnswer(error: unknown): boolean {
  return error instanceof Failure && error.code === 'BAD_USER_INPUT';
}

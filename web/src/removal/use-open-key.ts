import { useEffect, useEffectEvent } from 'react';
import { lookUp } from './look-up.ts';
import { pendingRemovals } from './pending.ts';
import type { ReadSince } from './pending.ts';

/** How often the record is asked while an outcome is open, and for how long. */
const everyMs = 4_000;
const mostTimes = 30;

/** Whether the record says how a removal ended. */
function isSettled(record: ReadSince['record']): boolean {
  if (record === undefined || record === null) return false;
  return record.refusal !== null || (record.outcome ?? 'UNKNOWN') !== 'UNKNOWN';
}

/**
 * While the outcome of a removal is open, asks the record by its key: at once, and every few
 * seconds while the page is visible.
 */
export function useOpenKey(isOpen: boolean, owner: string, onSettled: () => void): void {
  const settled = useEffectEvent(onSettled);
  useEffect(() => {
    const pending = isOpen ? pendingRemovals.load(owner) : null;
    if (pending === null) return undefined;
    const ending = { isOver: false, times: 0 };
    const stop = (): void => {
      ending.isOver = true;
      clearInterval(timer);
    };
    const ask = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      ending.times += 1;
      if (ending.times >= mostTimes) clearInterval(timer);
      const record = await lookUp(pending);
      if (ending.isOver || !isSettled(record)) return;
      stop();
      settled();
    };
    const timer = setInterval(() => void ask(), everyMs);
    void ask();
    return stop;
  }, [isOpen, owner]);
}

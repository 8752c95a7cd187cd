import { useEffect, useEffectEvent } from 'react';
import { lookUp } from './look-up.ts';
import type { ReadSince, RemovalRecord } from './pending.ts';

/** How often the record is asked while an outcome is open, and for how long. */
const everyMs = 4_000;
const mostTimes = 30;

/** Whether the record says how a change ended. */
function isSettled(record: ReadSince['record']): record is RemovalRecord {
  if (record === undefined || record === null) return false;
  return record.refusal !== null || (record.outcome ?? 'UNKNOWN') !== 'UNKNOWN';
}

/**
 * While the outcome of a change is open, asks the record by its key: at once, and every few seconds
 * while the page is visible.
 * @param key null if no outcome is open
 */
export function useOpenKey(
  key: string | null | undefined,
  onSettled: (record: RemovalRecord) => void,
): void {
  const settled = useEffectEvent(onSettled);
  useEffect(() => {
    if (key === null || key === undefined) return undefined;
    const ending = { isOver: false, times: 0 };
    const stop = (): void => {
      ending.isOver = true;
      clearInterval(timer);
    };
    const ask = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      ending.times += 1;
      if (ending.times >= mostTimes) clearInterval(timer);
      const record = await lookUp(key);
      if (ending.isOver || !isSettled(record)) return;
      stop();
      settled(record);
    };
    const timer = setInterval(() => void ask(), everyMs);
    void ask();
    return stop;
  }, [key]);
}

import { useEffect, useRef, useState } from 'react';

/** After how long without a key, a click or a touch the page asks, and how long it then waits. */
const askAfterMs = 13 * 60_000;
const closeAfterMs = 15 * 60_000;
const activities = ['keydown', 'pointerdown', 'wheel'] as const;

/**
 * Watches whether somebody still sits here.
 * @param close called once, a quarter of an hour after the last activity
 * @returns whether to ask, and how to go on
 */
export function useIdle(close: () => void): { readonly isAsking: boolean; stay(): void } {
  const [isAsking, setAsking] = useState(false);
  const lastAt = useRef(0);
  const asking = useRef(false);
  const stay = (): void => {
    lastAt.current = Date.now();
    asking.current = false;
    setAsking(false);
  };
  useEffect(() => {
    lastAt.current = Date.now();
    const note = (): void => {
      // While the page asks, only its own button goes on: a stray touch is not somebody who looks.
      if (!asking.current) lastAt.current = Date.now();
    };
    const look = (): void => {
      const idleMs = Date.now() - lastAt.current;
      if (idleMs >= closeAfterMs) close();
      else if (idleMs >= askAfterMs && !asking.current) {
        asking.current = true;
        setAsking(true);
      }
    };
    for (const activity of activities) addEventListener(activity, note, { passive: true });
    // Also when the computer wakes up or the tab is shown again.
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(look, 5000);
    return () => {
      for (const activity of activities) removeEventListener(activity, note);
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [close]);
  return { isAsking, stay };
}

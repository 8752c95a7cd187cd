import { useEffect, useRef, useState } from 'react';
import { onActivity } from '../data/activity.ts';

/** Times without a key, a click or a touch after which the page asks, and then closes. */
const askAfterMs = 13 * 60_000;
const closeAfterMs = 15 * 60_000;

/**
 * Detects that the agent has left.
 * @param close called once, a quarter of an hour after the last activity
 * @returns whether to ask the agent, and a function that restarts the time
 */
export function useIdle(close: () => void): { readonly isWarning: boolean; stay(): void } {
  const [isWarning, setWarning] = useState(false);
  const lastAt = useRef(0);
  const warned = useRef(false);
  const stay = (): void => {
    lastAt.current = Date.now();
    warned.current = false;
    setWarning(false);
  };
  useEffect(() => {
    lastAt.current = Date.now();
    const recordActivity = (): void => {
      // While the dialog is open, only its button counts: a stray touch proves nothing.
      if (!warned.current) lastAt.current = Date.now();
    };
    const check = (): void => {
      const idleMs = Date.now() - lastAt.current;
      if (idleMs >= closeAfterMs) close();
      else if (idleMs >= askAfterMs && !warned.current) {
        warned.current = true;
        setWarning(true);
      }
    };
    const endActivity = onActivity(recordActivity);
    // Check at once when the computer wakes up or the tab is shown again.
    document.addEventListener('visibilitychange', check);
    const timer = setInterval(check, 5000);
    return () => {
      endActivity();
      document.removeEventListener('visibilitychange', check);
      clearInterval(timer);
    };
  }, [close]);
  return { isWarning, stay };
}

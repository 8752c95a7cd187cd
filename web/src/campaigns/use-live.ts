import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

/** How long to wait after each answer, in milliseconds. */
const pauseMs = 5_000;

/** How often to read without an action of the reader: together ten minutes. */
const mostLooks = 120;

/** Reads that run by themselves. */
export interface Live {
  /** Whether the page reads again by itself. */
  readonly isOn: boolean;
  /** Switches the reads on or off. */
  toggle(): void;
}

/**
 * Reads again by itself while something is under way: some seconds after each answer, not while
 * the page is hidden, and for some minutes only, so that a forgotten page keeps no session alive.
 */
export function useLive(isUnderWay: boolean, refetch: () => Promise<unknown>): Live {
  const isVisible = useSyncExternalStore(onVisibility, isPageVisible);
  const [left, setLeft] = useState(mostLooks);
  const isOn = left > 0;
  useEffect(() => {
    if (!isUnderWay || !isVisible || !isOn) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    const look = async (): Promise<void> => {
      setLeft((looks) => looks - 1);
      await refetch();
      if (!isStopped) timer = setTimeout(() => void look(), pauseMs);
    };
    timer = setTimeout(() => void look(), pauseMs);
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
  }, [isUnderWay, isVisible, isOn, refetch]);
  const toggle = useCallback(() => {
    if (!isOn) void refetch();
    setLeft(isOn ? 0 : mostLooks);
  }, [isOn, refetch]);
  return { isOn, toggle };
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

function isPageVisible(): boolean {
  return document.visibilityState === 'visible';
}

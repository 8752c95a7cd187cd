import { useCallback, useEffect, useRef, useState } from 'react';
import { useWhileUsed } from './use-while-used.ts';

const none: readonly never[] = [];

/** What was read of each realm so far, and a function that reads it again. */
export type ReadOfRealms<Part> = readonly [parts: readonly Part[], refresh: () => void];

/**
 * Reads a part of each realm: now, once a minute in use, and on request. If a realm cannot be read,
 * the pages keep what they know.
 * @param realms null if the reader may not read it
 * @param read returns null if the realm could not be read; the same function each time
 */
export function useReadOfRealms<Part>(
  realms: readonly string[] | null,
  read: (realm: string) => Promise<Part | null>,
): ReadOfRealms<Part> {
  // The caller is another object after each look for a new threat level.
  const names = JSON.stringify(realms ?? none);
  const [parts, setParts] = useState<readonly Part[]>(none);
  const latest = useRef(0);
  const readAll = useCallback(async (): Promise<void> => {
    latest.current += 1;
    const number = latest.current;
    const named: readonly string[] = JSON.parse(names);
    const next = await Promise.all(named.map(read));
    const found = next.filter((part) => part !== null);
    // Drop an answer from before a later change.
    if (found.length === next.length && number === latest.current) setParts(found);
  }, [names, read]);
  useEffect(() => {
    void readAll();
  }, [readAll]);
  const refresh = useCallback(() => void readAll(), [readAll]);
  useWhileUsed(refresh, realms !== null);
  return [parts, refresh];
}

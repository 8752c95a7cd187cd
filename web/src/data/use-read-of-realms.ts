import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useWhileUsed } from './use-while-used.ts';

const none: readonly never[] = [];

/** What was read of each realm so far, and whether the last read failed. */
interface Read<Part> {
  readonly parts: readonly Part[];
  readonly isUnread: boolean;
}

/** The same, and how to read again. */
export interface ReadOfRealms<Part> extends Read<Part> {
  refresh(): void;
}

/**
 * Reads a part of each realm: now, once a minute in use, and on request. If a realm cannot be read,
 * the pages keep what they know.
 * @param realms null if the reader may not read it
 * @param readOne returns null if the realm could not be read; the same function each time
 */
export function useReadOfRealms<Part>(
  realms: readonly string[] | null,
  readOne: (realm: string) => Promise<Part | null>,
): ReadOfRealms<Part> {
  // The caller is another object after each look for a new threat level.
  const names = JSON.stringify(realms ?? none);
  const [read, setRead] = useState<Read<Part>>({ parts: none, isUnread: false });
  const latest = useRef(0);
  const readAll = useCallback(async (): Promise<void> => {
    latest.current += 1;
    const number = latest.current;
    const named: readonly string[] = JSON.parse(names);
    const next = await Promise.all(named.map(readOne));
    const found = next.filter((part) => part !== null);
    // Drop an answer from before a later change.
    const isUnread = found.length < next.length;
    if (number === latest.current)
      setRead(({ parts }) => ({ parts: isUnread ? parts : found, isUnread }));
  }, [names, readOne]);
  useEffect(() => {
    void readAll();
  }, [readAll]);
  const refresh = useCallback(() => void readAll(), [readAll]);
  useWhileUsed(refresh, realms !== null);
  return useMemo(() => ({ ...read, refresh }), [read, refresh]);
}

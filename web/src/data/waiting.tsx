import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { PendingChangesDocument } from '@identity-gateway/client';
import type { PendingChangesQuery } from '@identity-gateway/client';
import { mayApprove } from './roles.ts';
import { runQuery } from './run-query.ts';
import { useSession } from './session.tsx';
import { useWhileUsed } from './use-while-used.ts';

/** A request that waits for a second person. */
export type WaitingRequest = NonNullable<
  PendingChangesQuery['pendingChanges']
>['edges'][number]['node'];

/** The requests that the reader made, or could decide about. */
export interface Waiting {
  readonly requests: readonly WaitingRequest[];
  /** Whether more wait than were read. */
  readonly hasMore: boolean;
  /** Reads them again, after a decision. */
  refresh(): void;
}

const pageSize = 20;

const none: readonly never[] = [];

const WaitingContext = createContext<Waiting>({
  requests: none,
  hasMore: false,
  refresh: () => undefined,
});

/** Returns the waiting requests; empty for callers who cannot approve. */
export function useWaiting(): Waiting {
  return use(WaitingContext);
}

/** Reads the waiting requests for staff: now, once a minute in use, and after each decision. */
export function WaitingProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { viewer } = useSession();
  const approver = viewer.status === 'signedIn' && mayApprove(viewer) ? viewer.caller : null;
  // The caller is another object after each look for a new threat level.
  const names = JSON.stringify(approver?.realms ?? none);
  const [found, setFound] = useState<Omit<Waiting, 'refresh'>>({ requests: none, hasMore: false });
  const latest = useRef(0);
  const read = useCallback(async (): Promise<void> => {
    latest.current += 1;
    const number = latest.current;
    const realms: readonly string[] = JSON.parse(names);
    const next = await readWaiting(realms);
    // Drop an answer from before a later decision.
    if (next !== null && number === latest.current) setFound(next);
  }, [names]);
  useEffect(() => {
    void read();
  }, [read]);
  const readAgain = useCallback(() => void read(), [read]);
  useWhileUsed(readAgain, approver !== null);
  const waiting = useMemo(() => ({ ...found, refresh: readAgain }), [found, readAgain]);
  return <WaitingContext value={waiting}>{children}</WaitingContext>;
}

/** Returns null if a realm cannot be read: the pages keep what they know. */
async function readWaiting(realms: readonly string[]): Promise<Omit<Waiting, 'refresh'> | null> {
  const results = await Promise.all(
    realms.map((realm) =>
      runQuery(PendingChangesDocument, { realm, first: pageSize, after: null }),
    ),
  );
  const pages = results.map((result) =>
    result.status === 'ready' ? result.data.pendingChanges : null,
  );
  if (pages.includes(null)) return null;
  return {
    requests: pages.flatMap((page) => page?.edges.map(({ node }) => node) ?? []),
    hasMore: pages.some((page) => page?.pageInfo.hasNextPage === true),
  };
}

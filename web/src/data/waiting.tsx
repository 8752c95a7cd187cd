import { createContext, use, useMemo } from 'react';
import type { ReactNode } from 'react';
import { PendingChangesDocument } from '@identity-gateway/client';
import type { PendingChangesQuery } from '@identity-gateway/client';
import { mayApprove } from './roles.ts';
import { runQuery } from './run-query.ts';
import { useSession } from './session.tsx';
import { useReadOfRealms } from './use-read-of-realms.ts';

type Connection = NonNullable<PendingChangesQuery['pendingDeviceChanges']>;

/** A request that waits for a second person. */
export type WaitingRequest = Connection['edges'][number]['node'];

/** The requests that the reader made, or could decide about. */
export interface Waiting {
  readonly requests: readonly WaitingRequest[];
  /** Whether more wait than were read. */
  readonly hasMore: boolean;
  /** Whether the last read failed; then more may wait. */
  readonly isUnread: boolean;
  /** Reads them again, after a decision. */
  refresh(): void;
}

const pageSize = 20;

const WaitingContext = createContext<Waiting>({
  requests: [],
  hasMore: false,
  isUnread: false,
  refresh: () => undefined,
});

/** Returns the waiting requests; empty for callers who cannot approve. */
export function useWaiting(): Waiting {
  return use(WaitingContext);
}

/** Reads the waiting requests for staff: now, once a minute in use, and after each decision. */
export function WaitingProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { viewer } = useSession();
  const isApprover = viewer.status === 'signedIn' && mayApprove(viewer);
  const {
    parts: pages,
    isUnread,
    refresh,
  } = useReadOfRealms(isApprover ? viewer.caller.realms : null, readWaiting);
  const waiting = useMemo(
    () => ({
      requests: pages.flatMap(({ edges }) => edges.map(({ node }) => node)),
      hasMore: pages.some(({ pageInfo }) => pageInfo.hasNextPage),
      isUnread,
      refresh,
    }),
    [pages, isUnread, refresh],
  );
  return <WaitingContext value={waiting}>{children}</WaitingContext>;
}

async function readWaiting(realm: string): Promise<Connection | null> {
  const result = await runQuery(PendingChangesDocument, { realm, first: pageSize, after: null });
  return result.status === 'ready' ? result.data.pendingDeviceChanges : null;
}

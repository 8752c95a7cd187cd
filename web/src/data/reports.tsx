import { createContext, use, useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { RealmHistoryDocument } from '@identity-gateway/client';
import type { RealmHistoryQuery } from '@identity-gateway/client';
import { maySeeReports } from './roles.ts';
import { runQuery } from './run-query.ts';
import { useSession } from './session.tsx';
import { useReadOfRealms } from './use-read-of-realms.ts';

type Connection = NonNullable<RealmHistoryQuery['realmHistory']>;

/** A change that its user has reported as not recognised. */
export type ReportedChange = Connection['edges'][number]['node'];

/** A report, as staff read it. */
export type Report = Pick<NonNullable<ReportedChange['report']>, 'at' | 'takenAt'> & {
  readonly takenBy: { readonly amId: string | null } | null;
};

/** The reports that no one has taken, and those that the reader takes. */
interface Reports {
  readonly open: readonly ReportedChange[];
  /** Whether more are open than were read. */
  readonly hasMore: boolean;
  /** Whether the last read failed; then more may wait. */
  readonly isUnread: boolean;
  /** The reports that were taken on this page, by the reference of the change. */
  readonly taken: ReadonlyMap<string, Report>;
  /** Called after a report was taken: every list of this page shows it. */
  noteTaken(reference: string, report: Report): void;
  /** Reads them again. */
  refresh(): void;
}

const pageSize = 25;

const ReportsContext = createContext<Reports>({
  open: [],
  hasMore: false,
  isUnread: false,
  taken: new Map(),
  noteTaken: () => undefined,
  refresh: () => undefined,
});

/** Returns the open reports; none for callers who see no history. */
export function useReports(): Reports {
  return use(ReportsContext);
}

/** Returns the latest report of a change: a list may have been read before it was taken. */
export function useReportOf({
  id,
  report,
}: {
  readonly id: string;
  readonly report: Report | null;
}): Report | null {
  return useReports().taken.get(id) ?? report;
}

/** Reads the open reports for staff: now, and once a minute in use. */
export function ReportsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { viewer } = useSession();
  const isReader = viewer.status === 'signedIn' && maySeeReports(viewer);
  const {
    parts: pages,
    isUnread,
    refresh,
  } = useReadOfRealms(isReader ? viewer.caller.realms : null, readReports);
  const [taken, setTaken] = useState<ReadonlyMap<string, Report>>(new Map());
  const noteTaken = useCallback(
    (reference: string, report: Report) =>
      setTaken((before) => new Map(before).set(reference, report)),
    [],
  );
  const reports = useMemo(
    () => ({
      open: pages
        .flatMap(({ edges }) => edges.map(({ node }) => node))
        .filter(({ id }) => !taken.has(id)),
      hasMore: pages.some(({ pageInfo }) => pageInfo.hasNextPage),
      isUnread,
      taken,
      noteTaken,
      refresh,
    }),
    [pages, isUnread, taken, noteTaken, refresh],
  );
  return <ReportsContext value={reports}>{children}</ReportsContext>;
}

async function readReports(realm: string): Promise<Connection | null> {
  const filter = { report: 'OPEN' } as const;
  const result = await runQuery(RealmHistoryDocument, {
    realm,
    filter,
    first: pageSize,
    after: null,
  });
  return result.status === 'ready' ? result.data.realmHistory : null;
}

import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { RealmHistoryDocument } from '@identity-gateway/client';
import { useReportOf } from '../data/reports.tsx';
import { useQuery } from '../data/use-query.ts';
import { useAnnouncement } from '../parts/announcement.tsx';
import { Button } from '../parts/button.tsx';
import { EnrolmentText } from '../parts/enrolment-text.tsx';
import { SearchedAreas } from '../parts/searched-areas.tsx';
import { ReportText } from '../parts/report-text.tsx';
import { Text, useText } from '../text/text.tsx';
import type { ListedChange } from './csv.ts';
import { filterOf } from './filter.ts';
import type { HistoryFilters } from './filter.ts';
import { HistoryHead, HistoryRow } from './history-row.tsx';
import { EmptyLine } from '../parts/empty-line.tsx';
import { Read } from '../parts/read.tsx';

const pageSize = 25;

/** A page of changes, newest first; on request the next page below it. */
export function ChangePage({
  filters,
  after,
  earlier,
  onShown,
}: {
  readonly filters: HistoryFilters;
  readonly after: string | null;
  /** The changes of the pages above. */
  readonly earlier: readonly ListedChange[];
  /** Called with everything that is listed. */
  readonly onShown: (changes: readonly ListedChange[]) => void;
}): ReactNode {
  const query = useQuery(RealmHistoryDocument, {
    realm: filters.realm,
    filter: filterOf(filters),
    first: pageSize,
    after,
  });
  const [isNextShown, setNextShown] = useState(false);
  const { result } = query;
  const own = result.status === 'ready' ? result.data.realmHistory?.edges : undefined;
  const shown = useShown(earlier, own, isNextShown ? null : onShown);
  return (
    <Read query={query} partOf={({ realmHistory }) => realmHistory}>
      {({ edges, pageInfo: { endCursor, hasNextPage } }) => (
        <>
          <Changes changes={edges.map(({ node }) => node)} isFirst={after === null} />
          {hasNextPage && !isNextShown && (
            <div className="card-foot">
              <Button onPress={() => setNextShown(true)}>
                <Text id="history.older" />
              </Button>
            </div>
          )}
          {isNextShown && (
            <ChangePage filters={filters} after={endCursor} earlier={shown} onShown={onShown} />
          )}
        </>
      )}
    </Read>
  );
}

/** Returns and reports the changes of this page and of those above, as long as none is below. */
function useShown(
  earlier: readonly ListedChange[],
  own: readonly { readonly node: ListedChange }[] | undefined,
  onShown: ((changes: readonly ListedChange[]) => void) | null,
): readonly ListedChange[] {
  const shown = useMemo(
    () => (own === undefined ? null : [...earlier, ...own.map(({ node }) => node)]),
    [earlier, own],
  );
  useEffect(() => {
    if (shown !== null) onShown?.(shown);
  }, [shown, onShown]);
  return shown ?? earlier;
}

function Changes({
  changes,
  isFirst,
}: {
  readonly changes: readonly ListedChange[];
  readonly isFirst: boolean;
}): ReactNode {
  const { t } = useText();
  const list = useRef<HTMLTableElement>(null);
  useAnnouncement(t('history.status', { count: changes.length }));
  useEffect(() => {
    // The button for older changes is gone.
    if (!isFirst) list.current?.focus();
  }, [isFirst]);
  if (changes.length === 0) {
    return (
      <EmptyLine id={isFirst ? 'history.none' : 'history.noOlder'}>
        {' '}
        <SearchedAreas />
      </EmptyLine>
    );
  }
  return (
    <table ref={list} tabIndex={-1} className="history-table">
      <HistoryHead isHidden={!isFirst} />
      <tbody>
        {changes.map((change) => (
          <HistoryRow key={change.id} change={change} afterwards={<Afterwards change={change} />} />
        ))}
      </tbody>
    </table>
  );
}

/** What happened after a change: its setup code, and a report. */
function Afterwards({ change }: { readonly change: ListedChange }): ReactNode {
  const report = useReportOf(change);
  const { enrolment } = change;
  return (
    <>
      <EnrolmentText enrolment={enrolment} />
      {report !== null && (
        <>
          {' '}
          <ReportText report={report} />
        </>
      )}
    </>
  );
}

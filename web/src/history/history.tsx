import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useReports } from '../data/reports.tsx';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import { Name } from '../parts/name.tsx';
import { NotForYou } from '../shell/not-for-you.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text, useText } from '../text/text.tsx';
import '../../styles/find.css';
import '../../styles/outcome.css';
import { ChangePage } from './change-page.tsx';
import { csvOf } from './csv.ts';
import type { ListedChange } from './csv.ts';
import { Filters } from './filters.tsx';
import { filterText } from './filter-text.ts';
import { activeFilters, filtersOfLink } from './filter.ts';
import type { HistoryFilters } from './filter.ts';
import { OpenReports } from './open-reports.tsx';
import { saveFile } from '../data/save-file.ts';

const none: readonly ListedChange[] = [];

/** The recorded changes of a realm, for auditors and staff. */
export function History(): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  const [filters, setFilters] = useState(() => filtersOfLink(location.search, caller.realms));
  const [shown, setShown] = useState<readonly ListedChange[]>([]);
  const { refresh } = useReports();
  const apply = useCallback(
    (next: HistoryFilters) => {
      setShown([]);
      setFilters(next);
      refresh();
    },
    [refresh],
  );
  if (!hasPermission(caller, 'canViewHistory'))
    return <NotForYou title="history.title" lead="history.lead" reason="history.notForYou" />;
  return (
    <main className="page" id="main">
      <PageHead title="history.title" lead="history.lead" />
      <OpenReports />
      <Filters filters={filters} onApply={apply} />
      <PrintedFilters filters={filters} />
      {shown.length > 0 && <Tools changes={shown} realm={filters.realm} />}
      <section className="card history" aria-label={t('history.list')}>
        <ChangePage
          key={filters.number}
          filters={filters}
          after={null}
          earlier={none}
          onShown={setShown}
        />
      </section>
    </main>
  );
}

/** Saves or prints what is listed. */
function Tools({
  changes,
  realm,
}: {
  readonly changes: readonly ListedChange[];
  readonly realm: string | null;
}): ReactNode {
  const save = (): void => {
    const today = new Date().toISOString().slice(0, 10);
    saveFile(`history-${realm ?? 'realm'}-${today}.csv`, csvOf(changes));
  };
  return (
    <div className="button-row history-tools no-print">
      <Button onPress={save}>
        <Text id="history.csv" values={{ count: changes.length }} />
      </Button>
      <Button onPress={() => window.print()}>
        <Text id="history.print" />
      </Button>
    </div>
  );
}

/** The filters in force, on paper in place of the form. */
function PrintedFilters({ filters }: { readonly filters: HistoryFilters }): ReactNode {
  const { t, locale } = useText();
  const texts = activeFilters(filters).map((name) => filterText(filters, name, { t, locale }));
  return (
    <dl className="facts only-print">
      {filters.realm !== null && (
        <div>
          <dt>{t('find.realm')}</dt>
          <dd>{filters.realm}</dd>
        </div>
      )}
      {texts.map(({ label, value }) => (
        <div key={`${label} ${value}`}>
          <dt>{label ?? t('history.filters')}</dt>
          <dd>
            <Name>{value}</Name>
          </dd>
        </div>
      ))}
    </dl>
  );
}

import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { RealmInsightsDocument } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { useQuery } from '../data/use-query.ts';
import { Note } from '../parts/note.tsx';
import { RealmField } from '../parts/realm-field.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { Time } from '../parts/time.tsx';
import { Read } from '../parts/read.tsx';
import { NotForYou } from '../shell/not-for-you.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { actorName } from '../text/actor-name.ts';
import { errorNames } from '../text/error-name.ts';
import { Text, useText } from '../text/text.tsx';
import type { Texts } from '../text/text.tsx';
import '../../styles/find.css';
import '../../styles/insights.css';
import { DaysCard } from './days-card.tsx';
import type { Insights as Counts } from './groups.ts';
import { joined } from './joined-rows.ts';
import type { Row } from './joined-rows.ts';
import { RankCard } from './rank-card.tsx';

/** Counts of the changes of a realm, for administrators and auditors. */
export function Insights(): ReactNode {
  const { caller } = useViewer();
  const [realm, setRealm] = useState(caller.realms[0] ?? null);
  const [days, setDays] = useState(30);
  if (!caller.canViewInsights)
    return <NotForYou title="insights.title" lead="insights.lead" reason="insights.notForYou" />;
  return (
    <main className="page" id="main">
      <PageHead title="insights.title" lead="insights.lead" />
      <div className="card form insights-choices">
        <RealmField realm={realm} onChoose={setRealm} />
        <PeriodChoice days={days} onDays={setDays} />
      </div>
      <Counted key={`${realm ?? ''} ${days}`} realm={realm} days={days} />
    </main>
  );
}

function PeriodChoice({
  days,
  onDays,
}: {
  readonly days: number;
  readonly onDays: (days: number) => void;
}): ReactNode {
  const { t } = useText();
  const options = [7, 30].map((one) => [String(one), t('insights.period', { days: one })] as const);
  return (
    <SelectField
      label="insights.days"
      value={String(days)}
      options={options}
      onChoose={(value) => onDays(Number(value))}
    />
  );
}

function Counted({
  realm,
  days,
}: {
  readonly realm: string | null;
  readonly days: number;
}): ReactNode {
  const query = useQuery(RealmInsightsDocument, { realm, days });
  return (
    <Read query={query} partOf={({ deviceChangeInsights }) => deviceChangeInsights}>
      {(insights) => <Cards insights={insights} />}
    </Read>
  );
}

function Cards({ insights }: { readonly insights: Counts }): ReactNode {
  const { t } = useText();
  return (
    <>
      <Sums insights={insights} />
      <OpenReports insights={insights} />
      <DaysCard days={insights.days} />
      <div className="insights-ranks">
        <RankCard
          title="insights.refusals"
          name="call.reason"
          rows={refusalRows(insights, t)}
          empty="insights.noRefusals"
        />
        <RankCard
          title="insights.staff"
          name="person.username"
          rows={insights.busiestStaff.map(({ amId, count }) => [actorName(amId, t), count])}
          empty="insights.noStaffChanges"
        />
        <RankCard
          title="insights.resets"
          name="person.username"
          rows={insights.repeatedResets.map(({ amId, count }) => [amId, count])}
          empty="insights.noResets"
        />
      </div>
    </>
  );
}

/** The figures of the period in one line. */
function Sums({ insights }: { readonly insights: Counts }): ReactNode {
  const { t, number } = useText();
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
  const sums = [
    ['changes', sum(insights.days.map(({ changes }) => changes))],
    ['refused', sum(insights.refusals.map(({ count }) => count))],
    ['repeated', insights.repeatedResets.length],
    ['reports', insights.openReports],
  ] as const;
  return (
    <ul className="card sums" role="list" aria-label={t('insights.sum')}>
      {sums.map(([name, count]) => (
        <li key={name}>
          <strong>{number(count)}</strong> {t(`insights.sum.${name}`, { count })}
        </li>
      ))}
    </ul>
  );
}

/** How many reports wait for staff, and since when; nothing without any. */
function OpenReports({ insights }: { readonly insights: Counts }): ReactNode {
  const { openReports: count, oldestOpenReportAt: oldest } = insights;
  if (oldest === null) return null;
  const link = (chunks: ReactNode[]): ReactNode => <Link href="/history">{chunks}</Link>;
  return (
    <Note icon="warn" isCaution>
      <p>
        <Text id="insights.openReports" values={{ count, time: <Time at={oldest} />, link }} />
      </p>
    </Note>
  );
}

function refusalRows({ refusals, limitedSearches }: Counts, t: Texts['t']): readonly Row[] {
  const rows = joined(
    refusals.map(({ refusal, count }) => [refusal === null ? '' : t(errorNames[refusal]), count]),
  );
  return limitedSearches === 0 ? rows : [...rows, [t('insights.limitedSearches'), limitedSearches]];
}

import { useState } from 'react';
import type { ReactNode } from 'react';
import { SelectField } from '../parts/select-field.tsx';
import { Text, useText } from '../text/text.tsx';
import { Chart } from './chart.tsx';
import { dayText } from './day-text.ts';
import { divide, divisions } from './groups.ts';
import type { DayCounts, Division, Group, Insights } from './groups.ts';

/** The changes of each day: a chart, and a table with the same figures. */
export function DaysCard({ days }: { readonly days: Insights['days'] }): ReactNode {
  const { t } = useText();
  const [by, setBy] = useState<Division>('effect');
  const divided = divide(days, by);
  return (
    <section className="card insights-card" aria-labelledby="days">
      <div className="form">
        <h2 id="days">
          <Text id="insights.perDay" />
        </h2>
        <SelectField
          label="insights.by"
          value={by}
          options={divisions.map((one) => [one, t(`insights.by.${one}`)])}
          onChoose={(value) => setBy(divisions.find((one) => one === value) ?? 'effect')}
        />
        {divided.groups.length === 0 ? (
          <p className="quiet">
            <Text id="insights.noChanges" />
          </p>
        ) : (
          <>
            <Chart {...divided} />
            <DaysTable {...divided} />
          </>
        )}
      </div>
    </section>
  );
}

/** The days on which something was changed, newest first. */
function DaysTable({
  groups,
  days,
}: {
  readonly groups: readonly Group[];
  readonly days: readonly DayCounts[];
}): ReactNode {
  const { t, locale, number } = useText();
  const rows = days.filter(({ total }) => total > 0).toReversed();
  return (
    // The table is wider than a small screen, and keys scroll only what has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll" role="region" aria-label={t('insights.table')} tabIndex={0}>
      <table className="counts">
        <thead>
          <tr>
            <th scope="col">{t('insights.day')}</th>
            <th scope="col">{t('insights.total')}</th>
            {groups.map(({ name, label }) => (
              <th key={name} scope="col">
                {t(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ startsAt, total, counts }) => (
            <tr key={startsAt}>
              <th scope="row" className="nowrap">
                {dayText(startsAt, locale)}
              </th>
              <td>{number(total)}</td>
              {groups.map(({ name }) => (
                <td key={name}>{number(counts.get(name) ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

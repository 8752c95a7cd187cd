import { useId } from 'react';
import type { ReactNode } from 'react';
import { Name } from '../parts/name.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';

/** Names with their counts, the largest first. The bar repeats the number beside it. */
export function RankCard({
  title,
  name,
  rows,
  empty,
}: {
  readonly title: MessageKey;
  readonly name: MessageKey;
  readonly rows: readonly (readonly [string, number])[];
  readonly empty: MessageKey;
}): ReactNode {
  const { t, locale } = useText();
  const id = useId();
  const most = Math.max(1, ...rows.map(([, count]) => count));
  const format = new Intl.NumberFormat(locale);
  return (
    <section className="card insights-card" aria-labelledby={id}>
      <div className="form">
        <h2 id={id}>
          <Text id={title} />
        </h2>
        {rows.length === 0 ? (
          <p className="quiet">
            <Text id={empty} />
          </p>
        ) : (
          <table className="counts">
            <thead>
              <tr>
                <th scope="col">{t(name)}</th>
                <th scope="col">{t('insights.count')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([who, count]) => (
                <tr key={who}>
                  <th scope="row">
                    <Name>{who}</Name>
                    <svg
                      className="rank-bar"
                      viewBox="0 0 100 4"
                      preserveAspectRatio="none"
                      aria-hidden="true"
                    >
                      <rect className="fill-0" width={(count / most) * 100} height="4" />
                    </svg>
                  </th>
                  <td>{format.format(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

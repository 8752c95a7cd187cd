import { useId } from 'react';
import type { ReactNode } from 'react';
import { Name } from '../parts/name.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';

/** Names with their counts, the largest first. */
export function RankCard({
  title,
  name,
  rows,
  empty,
  whole,
}: {
  readonly title: MessageKey;
  readonly name: MessageKey;
  readonly rows: readonly (readonly [string, number])[];
  readonly empty: MessageKey;
  /** What a full bar stands for; default: the largest count. Null for counts of several units. */
  readonly whole?: number | null;
}): ReactNode {
  const { t, number } = useText();
  const id = useId();
  const largest = Math.max(1, ...rows.map(([, count]) => count));
  const most = whole === undefined ? largest : whole;
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
                    {most !== null && <Bar share={count / most} />}
                  </th>
                  <td>{number(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

/** It repeats the number beside it. */
function Bar({ share }: { readonly share: number }): ReactNode {
  return (
    <svg className="rank-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="fill-0" width={share * 100} height="4" />
    </svg>
  );
}

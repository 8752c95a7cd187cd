import type { ReactNode } from 'react';
import { useText } from '../text/text.tsx';
import { dayText } from './day-text.ts';
import type { DayCounts, Group } from './groups.ts';

const height = 120;
const barWidth = 16;
const gap = 6;

/**
 * The changes of each day as stacked bars. Each group has a pattern besides its colour. The table
 * below has the same figures, so that screen readers skip the drawing.
 */
export function Chart({
  groups,
  days,
}: {
  readonly groups: readonly Group[];
  readonly days: readonly DayCounts[];
}): ReactNode {
  const { t, number } = useText();
  const most = Math.max(1, ...days.map(({ total }) => total));
  const width = days.length * (barWidth + gap);
  return (
    <>
      <div className="chart-frame" aria-hidden="true">
        <span className="chart-name">{t('insights.count')}</span>
        <span className="chart-axis">
          <span>{number(most)}</span>
          <span>{number(0)}</span>
        </span>
        <svg
          className="chart"
          viewBox={`0 0 ${width} ${height + 1}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <Patterns />
          {days.map((day, index) => (
            <Bar
              key={day.startsAt}
              day={day}
              groups={groups}
              most={most}
              x={index * (barWidth + gap)}
            />
          ))}
          <path className="chart-line" d={`M0 ${height + 0.5}H${width}`} />
        </svg>
        <DayAxis days={days} />
        <span className="chart-name">{t('insights.day')}</span>
      </div>
      <ul className="chart-key">
        {groups.map(({ name, label }, index) => (
          <li key={name}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <rect className={`fill-${index % 6}`} width="16" height="16" />
              <rect fill={`url(#pattern-${index % 6})`} width="16" height="16" />
            </svg>
            {t(label)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The first day, the middle one and the last one. */
function DayAxis({ days }: { readonly days: readonly DayCounts[] }): ReactNode {
  const { locale } = useText();
  const shown = [days[0], days[Math.floor(days.length / 2)], days.at(-1)];
  return (
    <span className="chart-days">
      {shown.map((one) => one && <span key={one.startsAt}>{dayText(one.startsAt, locale)}</span>)}
    </span>
  );
}

function Bar({
  day,
  groups,
  most,
  x,
}: {
  readonly day: DayCounts;
  readonly groups: readonly Group[];
  readonly most: number;
  readonly x: number;
}): ReactNode {
  let top = height;
  return groups.map(({ name }, index) => {
    const size = ((day.counts.get(name) ?? 0) / most) * (height - 4);
    top -= size;
    const place = { x, y: top, width: barWidth, height: size };
    return size === 0 ? null : (
      <g key={name}>
        <rect className={`fill-${index % 6}`} {...place} />
        <rect fill={`url(#pattern-${index % 6})`} {...place} />
      </g>
    );
  });
}

/** Six patterns: none, two diagonals, dots, lines across, and a grid. */
const drawings = ['', 'M0 6L6 0', 'M0 0L6 6', 'M3 2.5V3.5', 'M0 3H6', 'M0 3H6M3 0V6'] as const;

function Patterns(): ReactNode {
  return (
    <defs>
      {drawings.map((path, index) => (
        <pattern
          key={path}
          id={`pattern-${index}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
        >
          <path className="chart-pattern" d={path} />
        </pattern>
      ))}
    </defs>
  );
}

import type { ReactNode } from 'react';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { visibleText } from '../parts/visible-text.ts';
import { useText } from '../text/text.tsx';
import { filterText } from './filter-text.ts';
import { activeFilters, without, withOutcome, withReport } from './filter.ts';
import type { HistoryFilters } from './filter.ts';

/** The filters that are used most, each of them one press. */
const quickFilters = [
  { name: 'report', value: 'OPEN', set: withReport },
  { name: 'outcome', value: 'UNKNOWN', set: withOutcome },
  { name: 'outcome', value: 'REFUSED', set: withOutcome },
] as const;

/** The filters that are used most, as switches, and the other ones in force, to remove. */
export function Chips({
  filters,
  onApply,
  onRemoved,
}: {
  readonly filters: HistoryFilters;
  readonly onApply: (filters: HistoryFilters) => void;
  /** Called when a chip goes, so that the focus has a place. */
  readonly onRemoved: () => void;
}): ReactNode {
  const { caller } = useViewer();
  const { t, locale } = useText();
  const texts = { t, locale };
  const quick = quickFilters.filter(
    ({ value }) => value !== 'REFUSED' || hasPermission(caller, 'canViewRefusals'),
  );
  const others = activeFilters(filters).filter(
    (name) => !quick.some((one) => one.name === name && one.value === filters[name]),
  );
  return (
    <ul className="chips" role="list" aria-label={t('history.filters')}>
      {quick.map(({ name, value, set }) => {
        const isOn = filters[name] === value;
        return (
          <li key={value}>
            <button
              type="button"
              className="chip"
              aria-pressed={isOn}
              onClick={() => onApply(isOn ? without(filters, name) : set(filters, value))}
            >
              <ChipText {...filterText(set(filters, value), name, texts)} />
              {isOn && <Cross />}
            </button>
          </li>
        );
      })}
      {others.map((name) => {
        const text = filterText(filters, name, texts);
        const { label, value } = text;
        const whole = label === null ? value : t('history.filter', { label, value });
        return (
          <li key={name}>
            <button
              type="button"
              className="chip chip-on"
              aria-label={t('history.removeFilter', { filter: visibleText(whole) })}
              onClick={() => {
                onApply(without(filters, name));
                onRemoved();
              }}
            >
              <ChipText {...text} />
              <Cross />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function ChipText({ label, value }: ReturnType<typeof filterText>): ReactNode {
  const { t } = useText();
  const shown = visibleText(value);
  return (
    <span dir="auto">{label === null ? shown : t('history.filter', { label, value: shown })}</span>
  );
}

function Cross(): ReactNode {
  return <span aria-hidden="true">×</span>;
}

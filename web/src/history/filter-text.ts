import type { Texts } from '../text/text.tsx';
import type { FilterName, HistoryFilters } from './filter.ts';

/** A filter in words. The label is null if the value says it all. */
export interface FilterText {
  readonly label: string | null;
  readonly value: string;
}

/** Returns a filter in force in the reader's language. */
export function filterText(
  filters: HistoryFilters,
  name: FilterName,
  { t, locale }: Pick<Texts, 't' | 'locale'>,
): FilterText {
  switch (name) {
    case 'person':
    case 'reference':
    case 'actor':
    case 'ticket':
      return { label: t(`history.${name}`), value: filters[name].trim() };
    case 'from':
    case 'to':
      return { label: t(`history.${name}`), value: dayText(filters[name], locale) };
    case 'outcome': {
      const { outcome } = filters;
      const value = outcome === '' ? '' : t(`history.outcome.${outcome}`);
      return { label: t('history.outcome'), value };
    }
    case 'report':
      return {
        label: null,
        value: filters.report === '' ? '' : t(`history.report.${filters.report}`),
      };
    case 'withTries':
      return { label: null, value: t('history.triesToo') };
    default:
      return name satisfies never;
  }
}

/** A day, `YYYY-MM-DD`, in words. */
function dayText(day: string, locale: string): string {
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime())) return day;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(start);
}

import type {
  DeviceChangeOutcome,
  DeviceChangeReportState,
  DeviceChangeFilter,
} from '@identity-gateway/client';

/** The filters of a search; `number` makes a repeated search different from the previous one. */
export interface HistoryFilters {
  readonly realm: string | null;
  readonly person: string;
  readonly actor: string;
  readonly ticket: string;
  readonly reference: string;
  /** The first and the last day, `YYYY-MM-DD` in the reader's time zone; empty for no bound. */
  readonly from: string;
  readonly to: string;
  readonly outcome: DeviceChangeOutcome | 'REFUSED' | '';
  /** Only changes that their user reported as not recognised, with the report in this state. */
  readonly report: DeviceChangeReportState | '';
  /** Whether dry runs and refused changes are listed, too. */
  readonly withTries: boolean;
  readonly number: number;
}

/** The filters that are typed, in the order of the form. */
export const textFilters = ['person', 'actor', 'ticket', 'reference', 'from', 'to'] as const;

/** Returns the filters of a page that was opened without a search. */
export function noFilters(realm: string | null): HistoryFilters {
  const texts = { person: '', actor: '', ticket: '', reference: '', from: '', to: '' };
  return { realm, ...texts, outcome: '', report: '', withTries: false, number: 0 };
}

/**
 * Returns the filters of a link such as `?realm=alpha&reference=7K3M-9QXT-2BW4-C0HJ`. A realm that
 * the caller cannot view is ignored.
 */
export function filtersOfLink(query: string, realms: readonly string[]): HistoryFilters {
  const values = new URLSearchParams(query);
  const realm = realms.find((one) => one === values.get('realm')) ?? realms[0] ?? null;
  return { ...noFilters(realm), reference: values.get('reference') ?? '' };
}

/** Returns the filter of the query. A change that is looked for by its number is shown anyway. */
export function filterOf(filters: HistoryFilters): DeviceChangeFilter {
  const { outcome, report, withTries } = filters;
  const reference = orNull(filters.reference);
  const isForTries = withTries || outcome === 'REFUSED' || reference !== null;
  return {
    person: orNull(filters.person),
    actor: orNull(filters.actor),
    ticket: orNull(filters.ticket),
    reference,
    since: startOf(filters.from, 0),
    until: startOf(filters.to, 1),
    outcome: outcome === '' || outcome === 'REFUSED' ? null : outcome,
    report: report === '' ? null : report,
    isRefused: outcome === 'REFUSED' ? true : isForTries ? null : false,
    isDryRun: isForTries ? null : false,
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** Returns the start of a day, or of one some days later, in the reader's time zone. */
function startOf(day: string, later: number): string | null {
  const [, year, month, date] = /^(\d{4,})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString();
}

import type {
  DeviceChangeOutcome,
  DeviceChangeReportState,
  DeviceChangeFilter,
} from '@identity-gateway/client';

/** Whether an outcome is offered as a filter. */
const offersOutcome = {
  DONE: true,
  NOT_DONE: true,
  UNKNOWN: true,
  REFUSED: true,
  CONFIRMED: false,
  NOTHING_TO_RESET: false,
  SETUP_CODE_MADE: true,
  WOULD_REMOVE: false,
} as const satisfies Record<DeviceChangeOutcome | 'REFUSED', boolean>;

type OfferedOutcome = {
  [Name in keyof typeof offersOutcome]: (typeof offersOutcome)[Name] extends true ? Name : never;
}[keyof typeof offersOutcome];

const isOffered = (value: string): value is OfferedOutcome =>
  Object.entries(offersOutcome).some(([name, isTrue]) => isTrue && name === value);

/** The outcomes that are offered, in the order of the form. */
export const offeredOutcomes = Object.keys(offersOutcome).filter(isOffered);

const offersReport = { OPEN: true, TAKEN: true } as const satisfies Record<
  DeviceChangeReportState,
  true
>;
const isReportState = (value: string): value is DeviceChangeReportState =>
  Object.hasOwn(offersReport, value);

/** The states of reports, in the order of the form. */
export const reportStates = Object.keys(offersReport).filter(isReportState);

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
  readonly outcome: OfferedOutcome | '';
  /** Only changes that their user reported as not recognised, with the report in this state. */
  readonly report: DeviceChangeReportState | '';
  /** Whether dry runs and refused changes are listed, too. */
  readonly withTries: boolean;
  readonly number: number;
}

/** The name of a filter that a reader can remove. */
export type FilterName = Exclude<keyof HistoryFilters, 'realm' | 'number'>;

const filterOrder = {
  person: 0,
  reference: 0,
  actor: 0,
  ticket: 0,
  from: 0,
  to: 0,
  outcome: 0,
  report: 0,
  withTries: 0,
} as const satisfies Record<FilterName, 0>;

const isFilterName = (name: string): name is FilterName => Object.hasOwn(filterOrder, name);

/** Returns the names of the filters in force, in the order of the form. */
export function activeFilters(filters: HistoryFilters): readonly FilterName[] {
  return Object.keys(filterOrder)
    .filter(isFilterName)
    .filter((name) => {
      const value = filters[name];
      return typeof value === 'string' ? value.trim() !== '' : value;
    });
}

/** Returns the filters without one of them. */
export function without(filters: HistoryFilters, name: FilterName): HistoryFilters {
  return { ...filters, [name]: noFilters(null)[name] };
}

/** Returns the filters with an outcome. An outcome and a report exclude each other. */
export function withOutcome(filters: HistoryFilters, outcome: string): HistoryFilters {
  return { ...filters, outcome: isOffered(outcome) ? outcome : '', report: '' };
}

/** Returns the filters with a state of reports. */
export function withReport(filters: HistoryFilters, report: string): HistoryFilters {
  return { ...filters, report: isReportState(report) ? report : '', outcome: '' };
}

/** What the search line shows of the filters. */
export function lineOf({ person, reference }: HistoryFilters): string {
  return reference === '' ? person : reference;
}

/** Returns the filters of the search line: a reference with its dashes, or a user name. */
export function withLine(filters: HistoryFilters, line: string): HistoryFilters {
  const text = line.trim();
  const isReference = /^[\da-z]{4}(?:[\s\p{Pd}]+[\da-z]{4}){3}$/iu.test(text);
  return {
    ...filters,
    person: isReference ? '' : text,
    reference: isReference ? text : '',
  };
}

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

import type { RecordedActor, RecordedChange, RecordedOutcome } from '../change/change-record.ts';
import type { Insights, InsightsQuery } from '../change/insights.ts';
import type { CoverageQuery, RecordedCoverage } from '../devices/coverage.ts';
import type { Notice } from '../outbox/outbox.ts';
import type { ReportState } from '../change/change-report.ts';

/** One page of changes, newest first. */
export interface HistoryPage {
  readonly changes: readonly (RecordedChange & { readonly cursor: string })[];
  /** The ids of the page's changes that this version cannot read: altered, or of a newer one. */
  readonly unreadable: readonly string[];
  /** The cursor of the last change, readable or not; null for an empty page. */
  readonly end: string | null;
  readonly hasMore: boolean;
}

/** Which changes to return; without `target` and `actor` those of the whole realm. */
export interface HistoryQuery {
  readonly realm: string;
  /**
   * The person whose devices were changed, by AM's own name. With an entry also changes that were
   * made through another one of `realms`, by default of all.
   */
  readonly target?: {
    readonly id: string;
    readonly through?: { readonly entry: string; readonly realms?: readonly string[] };
  };
  /** The person who made the changes. */
  readonly actor?: Pick<RecordedActor, 'id' | 'realm' | 'entry'>;
  /** Only the change with this reference number. */
  readonly id?: string;
  /** Only changes for this ticket, letter by letter. */
  readonly ticket?: string;
  /** Only dry runs, or only others; absent for both. */
  readonly dryRun?: boolean;
  /** Only changes with this outcome; time and order are then those of the outcome. */
  readonly outcome?: RecordedOutcome;
  /** Only refused changes, or only permitted ones; absent for both. */
  readonly refused?: boolean;
  /** Only changes with a report in this state; time and order are then those of the report. */
  readonly report?: ReportState;
  /** The first moment, inclusive, and the last, exclusive. */
  readonly since?: Date;
  readonly until?: Date;
  /** The maximum number of changes. */
  readonly first: number;
  /** A cursor of an earlier page. */
  readonly after?: string;
}

/** Which changes of one actor to return: permitted ones, of people in these realms. */
export interface ActivityQuery extends Pick<HistoryQuery, 'first' | 'after'> {
  readonly actor: NonNullable<HistoryQuery['actor']>;
  readonly realms: readonly string[];
}

/** A change by its id, or by the idempotency key under which the actor made it within a day. */
export type ChangeReference =
  string | { readonly actor: NonNullable<HistoryQuery['actor']>; readonly idempotencyKey: string };

/** What has been recorded, for people who read it. */
export interface LedgerHistory {
  /** Returns a page of changes, newest first; an invalid cursor rejects with `BAD_USER_INPUT`. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** Returns a page of one actor's changes in several realms. */
  activity(query: ActivityQuery): Promise<HistoryPage>;
  /** Counts the changes of a realm. */
  insights(query: InsightsQuery): Promise<Insights>;
  /** Returns the last count of who has which devices; null without one. */
  coverage(query: CoverageQuery): Promise<RecordedCoverage | null>;
  findChange(reference: ChangeReference): Promise<RecordedChange | null>;
  /** Returns changes by their ids. One that is absent, or cannot be read, is left out. */
  findChanges(ids: readonly string[]): Promise<ReadonlyMap<string, RecordedChange>>;
  /** Returns the receivers of reports, by the ids of changes; changes without one are absent. */
  noticesOf(changes: readonly string[]): Promise<ReadonlyMap<string, readonly Notice[]>>;
}

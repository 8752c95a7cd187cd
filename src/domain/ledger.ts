import type { Approval, Approvals, PendingChange } from './approval.ts';
import type {
  Intent,
  Outcome,
  RecordedActor,
  RecordedChange,
  RecordedOutcome,
} from './change-record.ts';
import type { Reported, ReportState, ReportStep, Taken } from './change-report.ts';
import type { Campaigns } from './campaigns.ts';
import type { DeviceKind } from './device.ts';
import type { ErrorCode, Failure } from './failure.ts';
import type { Insights, InsightsQuery } from './insights.ts';
import type { Locks } from './lock.ts';
import type { Notice, Retried } from './outbox.ts';
import type { PageSessions } from './page-session.ts';
import type { Proofs } from './proof.ts';
import type { ThreatFacts, ThreatLevels } from './threat-level.ts';

/**
 * A maximum number of changes within a time. Changes of one effect count together, whichever
 * mutation made them; self-service changes count apart from those of staff.
 */
export interface LimitRule {
  /** The name in errors, records and logs. */
  readonly name: string;
  /** What is counted: the actor's changes or dry runs, or all changes of one person and kind. */
  readonly per: 'actor' | 'dry runs of actor' | 'person and kind';
  readonly most: number;
  readonly withinSeconds: number;
}

/** What limits need to know of a change. */
export type LimitedChange = Pick<Intent, 'actor' | 'target' | 'effect' | 'kinds' | 'dryRun'>;

/** A reached limit, the kind of device that it counts, and when it permits the next change. */
export interface ReachedLimit {
  readonly rule: LimitRule;
  /** Null for changes of every kind. */
  readonly kind: DeviceKind | null;
  readonly retryAfterSeconds: number;
}

/** What decides, besides the intent, whether a change may start. */
export interface Terms {
  readonly limits: readonly LimitRule[];
  /** The client's idempotency key; null if the client sent none. */
  readonly idempotencyKey: string | null;
  /** Whether to override limits per person; the overridden limits are recorded. */
  readonly override: boolean;
  /** The id of an `UNKNOWN` change to send again under its key; null for a new change. */
  readonly again: string | null;
  /** The proof of the person's identity that the change uses up; absent or null without one. */
  readonly proof?: string | null;
  /** What threat levels need to know; absent members count against the change. */
  readonly threat?: Partial<ThreatFacts>;
  /** The approval of a requested change, which the change carries out; absent without one. */
  readonly approval?: Approval;
}

/** Why a change must not be made now. */
export type NotPermitted =
  /** The same change was made before; its outcome is the answer. */
  | { readonly kind: 'replay'; readonly change: RecordedChange; readonly outcome: Outcome }
  /** The same change is in progress, in any process, or a crash left it open. */
  | {
      readonly kind: 'in progress';
      readonly id: string;
      readonly at: string;
      /** How long ago it started, by the ledger's clock. */
      readonly ageMs: number;
    }
  | { readonly kind: 'limited'; readonly rule: string; readonly retryAfterSeconds: number }
  /** The requested change waits no longer; null if the ledger has no such change. */
  | { readonly kind: 'not waiting'; readonly pending: PendingChange | null }
  /** The proof was used for another change, or is too old. */
  | { readonly kind: 'no proof' }
  /** The threat level does not permit the change. */
  | { readonly kind: 'threat level'; readonly failure: Failure }
  /** The actor used the key for another change. */
  | { readonly kind: 'key conflict' };

/** Whether limits and earlier changes permit a change now. */
export type Checked = { readonly kind: 'clear' } | NotPermitted;

/** Whether a change may be made now. AM receives a write only after `recorded`. */
export type Begun =
  | {
      readonly kind: 'recorded';
      readonly id: string;
      readonly at: string;
      readonly overrode: readonly string[];
    }
  /** Changes are not recorded here (`LEDGER=off`). */
  | { readonly kind: 'unrecorded' }
  | NotPermitted;

/** A search for people. The search text is not recorded: it may be a mail address. */
export interface RecordedSearch {
  readonly actor: RecordedActor;
  readonly realm: string;
  readonly correlationId: string;
  /** The client's own correlation id; absent if it sent none. */
  readonly clientCorrelationId?: string;
}

/** A maximum number of searches, or of reports, per caller within a time. */
export type SearchLimit = Pick<LimitRule, 'most' | 'withinSeconds'>;

/** Whether limits permit a search now. */
export type SearchBegun =
  | { readonly kind: 'may be made' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/**
 * Where an outcome is now: in the ledger, already there before, on disk until the ledger is back,
 * still being recorded, or lost.
 */
export type Completion = 'recorded' | 'already recorded' | 'spooled' | 'under way' | 'lost';

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

/** Which changes without an outcome to return. */
export interface OpenQuery {
  /** Only changes that started before this moment; later ones may still be in progress. */
  readonly before: Date;
  /** Only changes that started after this moment: reading a million records takes a second. */
  readonly after?: Date;
}

/**
 * The record of every change: its intent and its outcome. Limits, repeats and history are queries
 * on it. While it cannot be reached, every method rejects with the failure `AUDIT_UNAVAILABLE`,
 * except `complete`, which keeps the outcome on disk, and `refuse` and `search`, which do without.
 */
export interface Ledger {
  /**
   * Decides whether limits and earlier changes permit a change, before its device list is read.
   * Records only refusals; `begin` decides again.
   */
  check(intent: Intent, terms: Terms): Promise<Checked>;
  /** Returns the limits that refuse a change now. Records nothing. */
  reachedLimits(
    change: LimitedChange,
    limits: readonly LimitRule[],
  ): Promise<readonly ReachedLimit[]>;
  /** Decides whether a change may be made, and records its intent, in one transaction. */
  begin(intent: Intent, terms: Terms): Promise<Begun>;
  /** Records the outcome of a change. The first outcome stands. */
  complete(id: string, outcome: Outcome): Promise<Completion>;
  /**
   * Records that a change was refused. Resolves when the refusal is recorded or omitted: a repeat
   * within a minute, an actor with too many refusals, or an unavailable ledger.
   */
  refuse(intent: Intent, code: ErrorCode): Promise<void>;
  /** Decides on a search and records it; while the ledger is away, this process decides alone. */
  search(search: RecordedSearch, limits: readonly SearchLimit[]): Promise<SearchBegun>;
  /**
   * Records that a person does not recognise a change. A change has at most one report. Limits
   * count the person's reports; a repeat is answered before they are counted.
   */
  report(step: ReportStep, limits: readonly SearchLimit[]): Promise<Reported>;
  /** Records who takes care of a report. A report is taken once. */
  takeReport(step: ReportStep): Promise<Taken>;
  /** Returns changes without an outcome, oldest first. */
  openIntents(query: OpenQuery): Promise<readonly RecordedChange[]>;
  /** Returns a page of changes, newest first; an invalid cursor rejects with `BAD_USER_INPUT`. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** Returns a page of one actor's changes in several realms. */
  activity(query: ActivityQuery): Promise<HistoryPage>;
  /** Counts the changes of a realm. */
  insights(query: InsightsQuery): Promise<Insights>;
  findChange(reference: ChangeReference): Promise<RecordedChange | null>;
  /** Returns the receivers of reports, by the ids of changes; changes without one are absent. */
  noticesOf(changes: readonly string[]): Promise<ReadonlyMap<string, readonly Notice[]>>;
  /**
   * Sends the mail about a change again that was given up, or whose last attempt failed; a few
   * times an hour. It is recorded nowhere, because the mail was not delivered.
   */
  retryNotice(reference: string): Promise<Retried>;
  /** The ledger's clock in milliseconds, by which everything in it waits and expires. */
  now(): number;
  /** Returns why changes cannot be recorded now, or null. */
  problem(): Promise<Failure | null>;
  /** Locks that all processes on this ledger share. */
  readonly locks: Locks;
  /** Proofs of identity; null if nothing is recorded (`LEDGER=off`). */
  readonly proofs: Proofs | null;
  /** The resets of many people; null without PostgreSQL, which they need. */
  readonly campaigns: Campaigns | null;
  /** The threat levels; null if nothing is recorded (`LEDGER=off`). */
  readonly threats: ThreatLevels | null;
  /** Changes that wait for a second person; null if nothing is recorded (`LEDGER=off`). */
  readonly approvals: Approvals | null;
  /** The sessions of the pages of every gateway on this ledger; null if it holds none. */
  readonly pageSessions: PageSessions | null;
}

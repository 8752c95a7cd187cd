import type { Approval, Approvals } from '../change/approval.ts';
import type { Intent, Outcome, RecordedActor, RecordedChange } from '../change/change-record.ts';
import type { Reported, ReportStep, Taken } from '../change/change-report.ts';
import type { Campaigns } from '../campaign/campaigns.ts';
import type { DeviceKind } from '../devices/device.ts';
import type { ErrorCode, Failure } from '../values/failure.ts';
import type { Locks } from '../values/lock.ts';
import type { LedgerHistory } from './ledger-history.ts';
import type { Retried } from '../outbox/outbox.ts';
import type { SecondFactorShown } from '../people/assurance.ts';
import type { PageSessions } from '../people/page-session.ts';
import type { IdentityChecks } from '../change/identity-check.ts';
import type { Proofs } from '../change/proof.ts';
import type { Holds } from '../enrolment/holds.ts';
import type { SetupCode } from '../enrolment/setup-code.ts';
import type { ThreatLevels } from '../threat/threat-level.ts';
import type { LimitCode, Limited } from '../values/limit.ts';

/**
 * A maximum number of changes within a time. Changes of one effect count together, whichever
 * mutation made them; self-service changes count apart from those of staff.
 */
export interface LimitRule {
  /** The code in errors. */
  readonly code: LimitCode;
  /** The name in records and logs. */
  readonly name: string;
  /** What is counted: changes or dry runs of the actor, of one client, of one person and kind. */
  readonly per: 'actor' | 'dry runs of actor' | 'client' | 'person and kind';
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
  /** When it permits the next change, in milliseconds by the ledger's clock. */
  readonly until: number;
}

/** What decides, besides the intent, whether a change may start. */
export interface Terms {
  readonly limits: readonly LimitRule[];
  /** The client's idempotency key; absent or null if the client sent none. */
  readonly idempotencyKey?: string | null;
  /** Whether to override limits per person; the overridden limits are recorded. */
  readonly override?: boolean;
  /** The id of an `UNKNOWN` change to send again under its key; absent or null for a new change. */
  readonly again?: string | null;
  /** The proof of the person's identity that the change uses up; absent or null without one. */
  readonly proof?: string | null;
  /** The served realms in which AM may reach the person; absent for the one of the change. */
  readonly realms?: readonly string[];
  /** Whether the caller's sign-in shows a second factor; absent for no. */
  readonly secondFactor?: SecondFactorShown;
  /** Whether a second person has approved the change; absent unless it carries out a request. */
  readonly isApproved?: boolean;
  /** Whether the person keeps a second factor after an own change, or had none; absent: no. */
  readonly keepsFactor?: boolean;
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
  | Limited
  /** The requested change waits no longer, or the ledger has no such change. */
  | { readonly kind: 'not waiting' }
  /** A condition of the change is not met. */
  | { readonly kind: 'refused'; readonly failure: Failure }
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
      /** The code for the person's next device; absent without one to show. */
      readonly setupCode?: SetupCode;
    }
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
export type SearchBegun = { readonly kind: 'may be made' } | Limited;

/**
 * Where an outcome is now: in the ledger, already there before, on disk until the ledger is back,
 * still being recorded, or lost.
 */
export type Completion = 'recorded' | 'already recorded' | 'spooled' | 'under way' | 'lost';

/** Which changes without an outcome to return. */
export interface OpenQuery {
  /** Only changes that started before this moment; later ones may still be in progress. */
  readonly before: Date;
  /** Only changes that started after this moment: reading a million records takes a second. */
  readonly after?: Date;
}

/** A change whose outcome was unclear, and what AM's lists show now. */
export interface Settling extends ReportStep {
  /** The outcome of the whole change, in which nothing is unclear any more. */
  readonly outcome: Outcome;
}

/** The intents and outcomes of changes. Limits and repeats are queries on them. */
export interface LedgerChanges {
  /**
   * Decides whether limits and earlier changes permit a change, before its device list is read.
   * Records only refusals; `begin` decides again.
   */
  check(intent: Intent, terms: Terms): Promise<Checked>;
  /**
   * Returns the limits that refuse a change now, under the threat levels of the realms in which AM
   * may reach the person. Records nothing.
   */
  reachedLimits(
    change: LimitedChange,
    limits: readonly LimitRule[],
    realms: readonly string[],
  ): Promise<readonly ReachedLimit[]>;
  /** Decides whether a change may be made, and records its intent, in one transaction. */
  begin(intent: Intent, terms: Terms): Promise<Begun>;
  /** Records the outcome of a change. The first outcome stands. */
  complete(id: string, outcome: Outcome): Promise<Completion>;
  /**
   * Records that AM's lists show a change as done whose outcome was unclear, once. Returns the
   * change as it is now; null if there is no such change.
   */
  settle(settling: Settling): Promise<RecordedChange | null>;
  /**
   * Records that a change was refused. Resolves when the refusal is recorded or omitted: a repeat
   * within a minute, an actor with too many refusals, or an unavailable ledger.
   */
  refuse(intent: Intent, code: ErrorCode): Promise<void>;
  /** Returns changes without an outcome, oldest first. */
  openIntents(query: OpenQuery): Promise<readonly RecordedChange[]>;
}

/** What people do about a recorded change. */
export interface LedgerReports {
  /**
   * Records that a person does not recognise a change. A change has at most one report. Limits
   * count the person's reports; a repeat is answered before they are counted.
   */
  report(step: ReportStep, limits: readonly SearchLimit[]): Promise<Reported>;
  /** Records who takes care of a report. A report is taken once. */
  takeReport(step: ReportStep): Promise<Taken>;
  /**
   * Sends the mail about a change again that was given up, or whose last attempt failed; a few
   * times an hour. It is recorded nowhere, because the mail was not delivered.
   */
  retryNotice(reference: string): Promise<Retried>;
}

/**
 * The record of every change, and what else is recorded. While it cannot be reached, every method
 * rejects with the failure `AUDIT_UNAVAILABLE`, except `complete`, which keeps the outcome on disk,
 * and `refuse` and `search`, which do without.
 */
export interface Ledger extends LedgerChanges, LedgerReports, LedgerHistory {
  /** Decides on a search and records it; while the ledger is away, this process decides alone. */
  search(search: RecordedSearch, limits: readonly SearchLimit[]): Promise<SearchBegun>;
  /** The ledger's clock in milliseconds, by which everything in it waits and expires. */
  now(): number;
  /** Returns why changes cannot be recorded now, or null. */
  problem(): Promise<Failure | null>;
  /** Locks that all processes on this ledger share. */
  readonly locks: Locks;
  /** Proofs of identity. */
  readonly proofs: Proofs;
  /** Proofs that a vendor confirms, while they wait. */
  readonly identityChecks: IdentityChecks;
  /** The resets of many people; null without PostgreSQL, which they need. */
  readonly campaigns: Campaigns | null;
  readonly threats: ThreatLevels;
  /** Who needs a setup code for a new device. */
  readonly holds: Holds;
  /** Changes that wait for a second person. */
  readonly approvals: Approvals;
  /** The sessions of the pages of every gateway on this ledger. */
  readonly pageSessions: PageSessions;
}

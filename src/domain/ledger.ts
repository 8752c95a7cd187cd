import type {
  Intent,
  Outcome,
  RecordedActor,
  RecordedChange,
  RecordedOutcome,
} from './change-record.ts';
import type { Failure } from './failure.ts';
import type { ErrorCode } from './failure.ts';
import type { Turns } from './turn.ts';

/**
 * At most so many changes within a time. Changes of one effect are counted together, however they were asked for;
 * people's changes of their own devices are counted apart from those of staff.
 */
export interface LimitRule {
  /** How errors, records and logs name it. */
  readonly name: string;
  /** Counted are the actor's changes, or everybody's changes of one person's kind. */
  readonly per: 'actor' | 'person and kind';
  readonly most: number;
  readonly withinSeconds: number;
}

/** What decides, beside the intent, whether a change may begin. */
export interface Terms {
  readonly limits: readonly LimitRule[];
  /** The client's key for this change; null where it gave none. */
  readonly idempotencyKey: string | null;
  /** Whether the caller may pass the limits of a person, and has asked to; what was passed is recorded. */
  readonly override: boolean;
  /** A change with the outcome `UNKNOWN` that is to be sent again under its key; null for a new change. */
  readonly again: string | null;
}

/** Whether a change may be made now. AM may be asked to write only after `recorded`. */
export type Begun =
  | {
      readonly kind: 'recorded';
      readonly id: string;
      readonly at: string;
      readonly overrode: readonly string[];
    }
  /** Changes are not recorded here (`LEDGER=off`). */
  | { readonly kind: 'unrecorded' }
  /** The same change was made before; its outcome is the answer. */
  | { readonly kind: 'replay'; readonly change: RecordedChange; readonly outcome: Outcome }
  /** The same change is under way, here or in another process, or was left open by a crash. */
  | { readonly kind: 'in progress'; readonly id: string; readonly at: string }
  | { readonly kind: 'limited'; readonly rule: string; readonly retryAfterSeconds: number }
  /** The key belongs to another change of this actor. */
  | { readonly kind: 'key conflict' };

/** A search for people. What was searched for is not kept: it may be somebody's mail address. */
export interface RecordedSearch {
  readonly actor: RecordedActor;
  readonly realm: string;
  readonly correlationId: string;
}

/** At most so many searches of one caller within a time. */
export type SearchLimit = Pick<LimitRule, 'most' | 'withinSeconds'>;

/** Whether a search may be made now. */
export type SearchBegun =
  | { readonly kind: 'may be made' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/** Where an outcome is now: in the ledger, already there before, on disk until the ledger is back, on its way, or nowhere. */
export type Completion = 'recorded' | 'already recorded' | 'spooled' | 'under way' | 'lost';

/** One page of changes, newest first. */
export interface HistoryPage {
  readonly changes: readonly (RecordedChange & { readonly cursor: string })[];
  readonly hasMore: boolean;
}

/** Whose changes are asked for; without `target` and `actor` those of the whole realm. */
export interface HistoryQuery {
  readonly realm: string;
  /** The person whose devices were changed, by the name that AM holds. */
  readonly target?: string;
  /** The person who made the changes. */
  readonly actor?: { readonly id: string; readonly realm: string | null };
  /** Only the changes that ended so; time and order are then those of the outcome. */
  readonly outcome?: RecordedOutcome;
  /** Only those that were refused, or only those that were let through; absent for both. */
  readonly refused?: boolean;
  /** From this moment on, and before that one. */
  readonly since?: Date;
  readonly until?: Date;
  /** The most changes of the page. */
  readonly first: number;
  /** A cursor of an earlier page. */
  readonly after?: string;
}

/** Which changes of one actor are asked for: those that were let through, of people of these realms. */
export interface ActivityQuery extends Pick<HistoryQuery, 'first' | 'after'> {
  readonly actor: NonNullable<HistoryQuery['actor']>;
  readonly realms: readonly string[];
}

/** Which changes without an outcome are asked for. */
export interface OpenQuery {
  /** Leaves out those that may still be under way: only what began before this moment. */
  readonly before: Date;
  /** Leaves out what began longer ago: looking through everything takes a second for a million records. */
  readonly after?: Date;
  readonly person?: { readonly realm: string; readonly id: string };
}

/**
 * The record of every change: what was intended, and what came of it. Limits, repeated requests and history are
 * questions to it. Every method rejects with the failure `AUDIT_UNAVAILABLE` while it cannot be reached, except
 * `complete`, which keeps the outcome on disk, and `refuse` and `search`, which do without.
 */
export interface Ledger {
  /** Decides whether a change may be made, and records the intent, in one transaction. */
  begin(intent: Intent, terms: Terms): Promise<Begun>;
  /** Records how a change ended. The first outcome of a change stands. */
  complete(id: string, outcome: Outcome): Promise<Completion>;
  /**
   * Records that a change was refused. Whoever refuses need not wait: it resolves when that is recorded or left out, as
   * where the same was a moment ago, the actor was refused too often lately, or the ledger is away.
   */
  refuse(intent: Intent, code: ErrorCode): Promise<void>;
  /** Decides whether a search may be made, and records it; without the ledger this process decides alone. */
  search(search: RecordedSearch, limits: readonly SearchLimit[]): Promise<SearchBegun>;
  /** Returns changes without an outcome, oldest first. */
  openIntents(query: OpenQuery): Promise<readonly RecordedChange[]>;
  /** Returns a page of changes, newest first; a cursor that is none rejects with `BAD_USER_INPUT`. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** The same of what one actor has changed in several realms. */
  activity(query: ActivityQuery): Promise<HistoryPage>;
  findChange(id: string): Promise<RecordedChange | null>;
  /** Returns why changes cannot be recorded now, or null. */
  problem(): Promise<Failure | null>;
  /** The turns of changes, which everybody keeps who shares this ledger. */
  readonly turns: Turns;
}

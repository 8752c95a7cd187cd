import type { Instant, Intent, RecordedActor, RecordedDevice } from './change-record.ts';
import type { ErrorCode } from '../values/failure.ts';
import type { ApprovableEffect } from '../policy/effects.ts';
import type { Limited } from '../values/limit.ts';

/** The state of a requested change. It leaves `WAITING` once. */
export const ApprovalState = {
  WAITING: 'WAITING',
  APPROVED: 'APPROVED',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
  EXPIRED: 'EXPIRED',
  REFUSED: 'REFUSED',
} as const;
export type ApprovalState = (typeof ApprovalState)[keyof typeof ApprovalState];

/** How a requested change ended. */
export type DecidedState = Exclude<ApprovalState, 'WAITING'>;

/** A caller who would be the second person. */
export interface SecondPerson {
  /** The caller, in the role that permits the effect. */
  readonly actor: RecordedActor;
  /** Whether the caller needs a second person for their own changes. */
  readonly isSupervised: boolean;
}

/** When a change needs a second person; see the option `APPROVAL_REQUIRED`. */
export interface ApprovalRule {
  /** The effects that the rule is about. */
  readonly effects: readonly ApprovableEffect[];
  readonly when:
    | { readonly kind: 'everyone' | 'privileged' | 'no proof' }
    /** Members of an AM group; `alpha:executives` is a group of one realm only. */
    | { readonly kind: 'group'; readonly group: string }
    /** People whose devices were changed within some days. */
    | { readonly kind: 'changed'; readonly days: number }
    /** Callers by a token with a scope, whose every change needs a second person. */
    | { readonly kind: 'scope'; readonly scope: string };
}

/** A deployment's settings for changes that need a second person. */
export interface ApprovalSettings {
  readonly rules: readonly ApprovalRule[];
  /** How long a requested change can be approved. */
  readonly seconds: number;
}

/** A change that is requested, as its record holds it. */
export interface RequestedChange {
  /** 128 random bits; requests about the change name it. */
  readonly id: string;
  /** The change; the actor is the requester. */
  readonly intent: Intent;
  /** The devices of all kinds at the time of the request: nothing else is changed. */
  readonly devices: readonly RecordedDevice[];
  readonly overrideLimit: boolean;
  /** Whether the requester's credential gave the role. Otherwise a group did. */
  readonly isRoleOfCredential: boolean;
  readonly expiresAt: Instant;
}

/** How a requested change ended, as its record holds it. */
export interface ApprovalDecision {
  readonly state: DecidedState;
  /** The person who decided; null for an expiry. */
  readonly actor: RecordedActor | null;
  /** The note of that person. */
  readonly note: string | null;
  /** Why the gateway refused an approved change; null in every other state. */
  readonly code: ErrorCode | null;
  /** The correlation id of the request that decided; null for an expiry. */
  readonly correlationId: string | null;
}

/** A requested change and its state. */
export interface PendingChange extends RequestedChange {
  /** The reference number, which the change keeps when it is made. */
  readonly reference: string;
  readonly at: Instant;
  readonly state: ApprovalState;
  /** Null while it waits. */
  readonly decision: (ApprovalDecision & { readonly at: Instant }) | null;
}

/** A change to request now. */
export type NewPendingChange = Omit<RequestedChange, 'id' | 'expiresAt'>;

/** What decides, besides the change, whether it may be requested. */
export interface RequestTerms {
  /** The client's idempotency key; null if the client sent none. */
  readonly idempotencyKey: string | null;
  /** The proof of identity that the request uses up; null without one. */
  readonly proof: string | null;
  /** How long it can be approved. */
  readonly seconds: number;
}

/** What a request that repeats an earlier one is answered with. */
export type RepeatedRequest =
  | { readonly kind: 'requested'; readonly pending: PendingChange; readonly isReplayed: boolean }
  | { readonly kind: 'key conflict' };

/** Whether a change may be requested now. */
export type Requested = RepeatedRequest | { readonly kind: 'no proof' } | Limited;

/** What became of a decision; null if no change has this id. */
export interface Decided {
  readonly pending: PendingChange;
  /** False if it was decided before, or has expired. */
  readonly isDecidedNow: boolean;
}

/** An approval, whose change begins in the same transaction. */
export interface Approval {
  readonly id: string;
  readonly actor: RecordedActor;
  readonly note: string | null;
}

/** One page of requested changes, oldest first. */
export interface PendingPage {
  readonly changes: readonly (PendingChange & { readonly cursor: string })[];
  readonly hasMore: boolean;
  /** The cursor of the last change, also of one that cannot be read; null without any. */
  readonly end: string | null;
}

/** Which waiting changes to return. */
export interface PendingQuery {
  readonly realm: string;
  readonly first: number;
  readonly after?: string;
}

/** The requested changes of all processes on a ledger. Methods reject with `AUDIT_UNAVAILABLE`. */
export interface Approvals {
  /** Finds the earlier request that answers this one; null for a new one. Writes nothing. */
  repeated(intent: Intent, idempotencyKey: string | null): Promise<RepeatedRequest | null>;
  /** Records a request, and uses up its proof, in one transaction. */
  request(change: NewPendingChange, terms: RequestTerms): Promise<Requested>;
  /** Records an end without a change: rejected, withdrawn, or refused. */
  end(id: string, decision: ApprovalDecision): Promise<Decided | null>;
  find(id: string): Promise<PendingChange | null>;
  /**
   * Whether teams hear of a change: it waits, and its requester has not withdrawn several within a
   * day, so that requests and withdrawals do not flood a team.
   */
  isNews(id: string): Promise<boolean>;
  /** Returns a page of waiting changes of a realm. */
  waiting(query: PendingQuery): Promise<PendingPage>;
  /** Counts the waiting changes of all realms. */
  count(): Promise<number>;
  /** Calls a listener with each state that a change enters in this process. */
  onState(listener: (state: ApprovalState) => void): void;
}

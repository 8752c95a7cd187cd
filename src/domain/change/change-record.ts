import type { AuthenticationMethod, Role } from '../people/caller.ts';
import type { Device, DeviceKind } from '../devices/device.ts';
import type { ErrorCode } from '../values/failure.ts';
import { isUnclear, type RecordedOutcome } from './outcome-traits.ts';
export { RecordedOutcome } from './outcome-traits.ts';
import { entryOf, type Person } from '../people/person.ts';
import type { ChangeEffect } from '../policy/effects.ts';
import type { SessionsEnding } from './sessions-ended.ts';

/** A moment in a record: ISO 8601 in UTC, with milliseconds. */
export type Instant = string;

/** The caller of a change, as AM or the token's issuer confirmed them. */
export interface RecordedActor {
  /** AM's own name, never a spelling that a client typed (U22). */
  readonly id: string;
  /** The name of the realm; null for a super user outside the served realms. */
  readonly realm: string | null;
  /** The role that permitted the change; for a refused change, the caller's highest known role. */
  readonly role: Role;
  /** The area for which the role was held; absent without such a limit. */
  readonly area?: string;
  readonly method: AuthenticationMethod;
  readonly signedInAt: Instant | null;
  /** Whether people who act for themselves showed a second factor; absent if it is not known. */
  readonly secondFactor?: boolean;
  /** The directory entry, in one spelling (`entryOf`); absent if unknown. */
  readonly entry?: string;
  /** A token's OAuth client (`client_id` or `azp`); null for a session, or if not named. */
  readonly clientId: string | null;
}

/** The person whose devices were changed. */
export interface RecordedPerson {
  /**
   * AM's own name, never a spelling that a client typed (U22). For a change that was refused before
   * AM was called, the client's spelling.
   */
  readonly id: string;
  /** The realm through which the change was made. */
  readonly realm: string;
  /** The directory entry, in one spelling (`entryOf`); absent if unknown. */
  readonly entry?: string;
  /** Null if unknown; such a person counts as privileged. */
  readonly privileged: boolean | null;
}

/** What identifies a person in records. */
export type RecordedNames = Pick<RecordedPerson, 'id' | 'realm' | 'entry'>;

/** Returns the names of a person as records hold them. */
export function recordedNames(person: Person): RecordedNames {
  const entry = entryOf(person);
  return { id: person.id, realm: person.realm.name, ...(entry !== undefined && { entry }) };
}

/** What identifies a person or an actor in records. */
export type ActorNames = Pick<RecordedActor, 'id' | 'realm' | 'entry'>;

/** Whether records are of one person: by the directory entry, or by realm and AM's id. */
export function isSamePerson(one: ActorNames, other: ActorNames): boolean {
  const isSameEntry = one.entry !== undefined && one.entry === other.entry;
  return isSameEntry || (one.realm === other.realm && one.id === other.id);
}

/** A device in a record: no secrets, and no more personal data than needed. */
export interface RecordedDevice {
  readonly id: string | null;
  readonly name: string | null;
  readonly kind: DeviceKind;
  readonly registeredAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

/** Returns a device as the ledger records it. */
export function recordedDevice(device: Device): RecordedDevice {
  const { id, name, kind } = device;
  const registeredAt = device.registeredAt?.toISOString() ?? null;
  return { id, name, kind, registeredAt, lastUsedAt: device.lastUsedAt?.toISOString() ?? null };
}

/** How staff verified the person's identity (security B5). */
export interface RecordedVerification {
  readonly method: string;
  readonly at: Instant;
  readonly reference: string | null;
  /** Who confirmed a proof: `AM`, or an external product. Absent if staff only state it. */
  readonly provenBy?: string;
}

/** The campaign in the record of each of its changes, and the two people behind the campaign. */
export interface CampaignOfChange {
  readonly id: string;
  readonly createdBy: string;
  readonly startedBy: string;
}

/** How a second person approved a change; its actor is the requester. */
export interface RecordedApproval {
  readonly requestedAt: Instant;
  /** The second person. */
  readonly by: RecordedActor;
  readonly note: string | null;
}

/** A change that is about to be made; recorded before AM receives a write (security G1, G2). */
export interface Intent {
  readonly actor: RecordedActor;
  readonly target: RecordedPerson;
  readonly effect: ChangeEffect;
  readonly kinds: readonly DeviceKind[];
  /** Other arguments of the change: `deviceId`, `name`, `force`, `expected`, `endSessions`. */
  readonly options: Readonly<Record<string, string | boolean | null>>;
  /** Whether AM receives no write; recorded briefly, and limited apart. */
  readonly dryRun: boolean;
  /** The devices before the change, of the first kind if there are several; null if unknown. */
  readonly before: readonly RecordedDevice[] | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly verification: RecordedVerification | null;
  /** The correlation id of the request, which is also AM's transaction id. */
  readonly correlationId: string;
  /** The client's own correlation id; absent if it sent none. */
  readonly clientCorrelationId?: string;
  /** The campaign that makes the change; absent for other changes. */
  readonly campaign?: CampaignOfChange;
  /** The second person's approval; absent if the actor made the change alone. */
  readonly approval?: RecordedApproval;
}

/** How an outcome was proven: by the list afterwards, AM's answer, a list after a crash, or not. */
export const proofs = ['LIST', 'ANSWER', 'RECOVERY', 'NONE'] as const;
export type Proof = (typeof proofs)[number];

/** The outcome of a change for one kind of device. */
export interface RecordedResult {
  readonly kind: DeviceKind;
  readonly outcome: RecordedOutcome;
  readonly proof: Proof;
  readonly problem: ErrorCode | null;
  /** The devices of the kind before; null if they could not be read. */
  readonly before?: readonly RecordedDevice[] | null;
  /** The devices of the kind afterwards; null if they could not be read. */
  readonly after: readonly RecordedDevice[] | null;
}

/** The outcome of a change, recorded once. */
export interface Outcome {
  /** The outcome of the whole change. */
  readonly outcome: RecordedOutcome;
  readonly results: readonly RecordedResult[];
  /** How many other sessions of the person were ended; null if unknown or not requested. */
  readonly sessionsEnded: number | null;
  /** What became of these sessions; absent if the outcome was found after a crash. */
  readonly sessionsEnding?: SessionsEnding;
}

/** A finished change, for the log: contains nothing that identifies the person. */
export interface EndedChange {
  readonly correlationId: string;
  /** Its id in the ledger; null if changes are not recorded. */
  readonly reference: string | null;
  readonly effect: ChangeEffect;
  readonly role: Role;
  readonly dryRun: boolean;
  readonly outcome: RecordedOutcome;
  readonly results: readonly Pick<RecordedResult, 'kind' | 'outcome' | 'problem'>[];
}

/**
 * Whether a repeat may send an ended change again: its outcome is unknown, or AM refused a kind
 * because of a weak sign-in.
 */
export function maySendAgain({ outcome, results }: Outcome): boolean {
  return isUnclear(outcome) || results.some(isStepUp);
}

/** Whether AM wanted a stronger sign-in for a kind. */
export function isStepUp({ problem }: RecordedResult): boolean {
  return problem === 'STEP_UP_REQUIRED';
}

/** A report by a person that they do not recognise a change of their devices. */
export interface ChangeReport {
  readonly at: Instant;
  /** The person who reported the change. */
  readonly actor: RecordedActor;
  /** Who takes care of the report; null while it is open. */
  readonly taken: { readonly at: Instant; readonly actor: RecordedActor } | null;
}

type RecordedEnd = Outcome & { readonly at: Instant };

/** A change as the ledger holds it. */
export interface RecordedChange {
  /** The reference number that people quote. */
  readonly id: string;
  readonly at: Instant;
  readonly intent: Intent;
  /** Null until the change ends or is closed. If it is settled, what lists have shown since. */
  readonly outcome: RecordedEnd | null;
  /** When AM's lists showed that the change is done, and the outcome before; null otherwise. */
  readonly settled: { readonly at: Instant; readonly unclear: RecordedEnd } | null;
  /** Why the change was refused; null for a permitted one. */
  readonly refusal: ErrorCode | null;
  /** The limits that the caller overrode. */
  readonly overrode: readonly string[];
  /** The person's report that they do not recognise the change; null without one. */
  readonly report: ChangeReport | null;
}

/** What a change that begins does not have yet. */
export const begunChange = {
  outcome: null,
  settled: null,
  refusal: null,
  report: null,
} as const;

import type { AuthenticationMethod, Role } from './caller.ts';
import type { Device, DeviceKind } from './device.ts';
import type { ErrorCode } from './failure.ts';
import { isChange } from './policy.ts';
import type { Effect } from './policy.ts';
import type { SessionsEnding } from './sessions-ended.ts';

/** A moment in a record: ISO 8601 in UTC, with milliseconds. */
export type Instant = string;

/** The effects that are recorded as changes. */
export type ChangeEffect = Extract<Effect, 'reset' | 'remove' | 'rename'>;

/** Whether an effect is one of them. */
export function isChangeEffect(effect: Effect): effect is ChangeEffect {
  return isChange(effect);
}

/** Who changed something, as AM or the token's issuer confirmed them. */
export interface RecordedActor {
  /** The name that AM holds, never a spelling that a client typed (U22). */
  readonly id: string;
  /** The name of the realm; null for a super user outside the served realms. */
  readonly realm: string | null;
  /** The role that the change was permitted by; of a refused one the highest that the caller was known to have. */
  readonly role: Role;
  readonly method: AuthenticationMethod;
  readonly signedInAt: Instant | null;
  /** The OAuth client of a token (`client_id` or `azp`); null for a session, and where the token does not say. */
  readonly clientId: string | null;
}

/** Whose devices were changed. */
export interface RecordedPerson {
  /** The name that AM holds, never a spelling that a client typed (U22); of a change that was refused before AM was asked, what the client typed. */
  readonly id: string;
  readonly realm: string;
  /** Null where it cannot be told; such a person counts as privileged. */
  readonly privileged: boolean | null;
}

/** A device in a record: nothing secret, and nothing that tells more of the person than it must. */
export interface RecordedDevice {
  readonly id: string | null;
  readonly name: string | null;
  readonly kind: DeviceKind;
  readonly registeredAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

/** A device as the ledger holds it. */
export function recordedDevice({
  id,
  name,
  kind,
  registeredAt,
  lastUsedAt,
}: Device): RecordedDevice {
  return {
    id,
    name,
    kind,
    registeredAt: registeredAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

/** How a caller made sure of the person whom they helped (security B5). */
export interface RecordedVerification {
  readonly method: string;
  readonly at: Instant;
  readonly reference: string | null;
}

/** A change that is about to be made; recorded before AM is asked to write (security G1, G2). */
export interface Intent {
  readonly actor: RecordedActor;
  readonly target: RecordedPerson;
  readonly effect: ChangeEffect;
  readonly kinds: readonly DeviceKind[];
  /** The other arguments that decide what happens: a device's id, its new name, whether it is forced and ends sessions. */
  readonly options: Readonly<Record<string, string | boolean | null>>;
  /** Whether nothing is to be written at AM; recorded, but free of limits. */
  readonly dryRun: boolean;
  /** The devices before the change, of the first kind where there are several; null where they could not be read. */
  readonly before: readonly RecordedDevice[] | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly verification: RecordedVerification | null;
  /** The correlation id of the request, which is AM's transaction id, too. */
  readonly correlationId: string;
}

/** How a change ended. `CONFIRMED`: found done by reading AM after the process had ended in the middle. */
export const RecordedOutcome = {
  DONE: 'DONE',
  NOTHING_TO_RESET: 'NOTHING_TO_RESET',
  NOT_DONE: 'NOT_DONE',
  UNKNOWN: 'UNKNOWN',
  WOULD_RESET: 'WOULD_RESET',
  CONFIRMED: 'CONFIRMED',
} as const;
export type RecordedOutcome = (typeof RecordedOutcome)[keyof typeof RecordedOutcome];

/** What an outcome rests on: a list read afterwards, AM's answer alone, a list read after a restart, or nothing. */
export const Proof = {
  LIST: 'LIST',
  ANSWER: 'ANSWER',
  RECOVERY: 'RECOVERY',
  NONE: 'NONE',
} as const;
export type Proof = (typeof Proof)[keyof typeof Proof];

/** How a change ended for one kind of device. */
export interface RecordedResult {
  readonly kind: DeviceKind;
  readonly outcome: RecordedOutcome;
  readonly proof: Proof;
  readonly problem: ErrorCode | null;
  /** The devices of the kind before; null where they could not be read. */
  readonly before?: readonly RecordedDevice[] | null;
  /** The devices of the kind afterwards; null where they could not be read. */
  readonly after: readonly RecordedDevice[] | null;
}

/** How a change ended; recorded once, after AM was asked. */
export interface Outcome {
  /** The outcome of the whole change. */
  readonly outcome: RecordedOutcome;
  readonly results: readonly RecordedResult[];
  /** How many other sessions of the person were ended; null where that was not asked or is not known. */
  readonly sessionsEnded: number | null;
  /** What became of these sessions; absent where the outcome was found after a crash. */
  readonly sessionsEnding?: SessionsEnding;
}

/** A change as the ledger holds it. */
export interface RecordedChange {
  /** The reference number that people quote. */
  readonly id: string;
  readonly at: Instant;
  readonly intent: Intent;
  /** Null while the change is under way, or after a crash until it is settled. */
  readonly outcome: (Outcome & { readonly at: Instant }) | null;
  /** Why the change was refused; null for one that was let through. */
  readonly refusal: ErrorCode | null;
  /** The limits that a higher role has overridden. */
  readonly overrode: readonly string[];
}

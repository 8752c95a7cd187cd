import type { Approval, PendingChange } from '../../domain/change/approval.ts';
import type { Am, CallTally, Deadline, RequestScope } from '../../am/index.ts';
import type {
  CampaignOfChange,
  EndedChange,
  Instant,
  Intent,
  RecordedActor,
  RecordedChange,
  RecordedResult,
  RecordedVerification,
} from '../../domain/change/change-record.ts';
import type { ChangeEffect } from '../../domain/policy/effects.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import type { Failure } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { ChangeLimits } from '../../domain/rules/limit-rules.ts';
import type { RemovedPageSession } from '../../domain/people/page-session.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ResetOutcome } from '../../domain/change/change.ts';
import type { SessionsEnded } from '../../domain/change/sessions-ended.ts';
import type { OwnSignIn } from '../../domain/people/assurance.ts';
import type { ThreatFacts } from '../../domain/threat/threat-level.ts';
import type { SetupCode } from '../../domain/enrolment/setup-code.ts';
import type { ChangeLocks } from './change-locks.ts';
import type { Limited } from '../../domain/values/limit.ts';

/** A device by its kind and AM's id. */
export interface DeviceName {
  readonly kind: DeviceKind;
  readonly id: string;
}

/** The arguments of a change that an effect may need. */
export interface ChangeArguments {
  /** The device to remove or rename; null for a reset. */
  readonly deviceId: string | null;
  /** The new label; null unless a device is renamed. */
  readonly name: string | null;
  /** Whether to send a reset although AM lists no device, or no list that can be read (U34). */
  readonly force: boolean;
  /** The devices that the caller has seen, of any kind; null to accept any list. */
  readonly expected: readonly DeviceName[] | null;
}

/** A change that the caller may make: whose devices, what, and why. */
export interface ChangeRequest {
  readonly effect: ChangeEffect;
  readonly person: Person;
  /** The caller, in the role that permits the change. */
  readonly actor: RecordedActor;
  /** Whether the person is privileged; null if that is unknown. */
  readonly privileged: boolean | null;
  readonly kinds: readonly DeviceKind[];
  readonly arguments: ChangeArguments;
  /** The arguments as the ledger records and compares them. */
  readonly options: Readonly<Record<string, string | boolean | null>>;
  readonly dryRun: boolean;
  /** Whether to end the person's other sessions once a device is changed, or may be. */
  readonly endsSessions: boolean;
  /** AM's handle of the caller's own session, which is never ended; null if AM reports none. */
  readonly ownSession: string | null;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly verification: RecordedVerification | null;
  /** The id of the proof of identity that the change uses up; null without one. */
  readonly proof: string | null;
  readonly idempotencyKey: string | null;
  readonly overrideLimit: boolean;
  /** The campaign that makes the change; absent for other changes. */
  readonly campaign?: CampaignOfChange;
  /** Who decides whether the sign-in is strong enough; null for a change for another person. */
  readonly ownSignIn: OwnSignIn | null;
  /** What threat levels need to know of the person and of the caller's sign-in. */
  readonly threat: ThreatFacts;
  /** The second person's approval, and when the change was requested; absent for other changes. */
  readonly approval?: Approval & { readonly requestedAt: Instant };
}

/** What a change uses of the process and of its request. */
export interface ChangeTools {
  /** AM with the credential of the caller's permission. */
  readonly am: Am;
  /** AM with the service credential, to end sessions; null if none is configured. */
  readonly service: Am | null;
  /**
   * Revokes the tokens of page sessions that were removed; null if this gateway does not serve
   * pages with sessions of their own.
   */
  readonly revokePageTokens:
    ((removed: readonly RemovedPageSession[], request: RequestScope) => Promise<void>) | null;
  readonly locks: ChangeLocks;
  readonly ledger: Ledger;
  readonly limits: ChangeLimits;
  readonly deadline: Deadline;
  /** Waits some milliseconds before the devices are listed again. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** Aborted when the client has gone. A change that waits for its lock ends; others continue. */
  readonly client: AbortSignal | undefined;
  readonly tally: CallTally | undefined;
  readonly correlationId: string;
  readonly log: {
    readonly warn: (message: string) => void;
    readonly change: (change: EndedChange) => void;
  };
}

/** The result of a change for one kind, derived from device lists before and after the write. */
export interface KindResult {
  readonly source: 'now';
  readonly kind: DeviceKind;
  readonly outcome: ResetOutcome;
  /** False if the kind failed before anything could be decided from a device list. */
  readonly isTried: boolean;
  /** The devices before the change, as recorded; null if the list could not be read. */
  readonly before: readonly Device[] | null;
  /** The devices that the change is about; empty if the device is not registered. */
  readonly meant: readonly Device[];
  /** The devices that the change affected; in a dry run, those that it would affect. */
  readonly changed: readonly Device[];
  /** The devices registered now; null if the list could not be read. */
  readonly remaining: readonly Device[] | null;
  /** Whether a list read after the write shows the effect on every device. */
  readonly verified: boolean;
  /** Why the change was not done, or why its outcome is unknown; null otherwise. */
  readonly problem: Failure | null;
}

/** A kind that an earlier request for the same change has settled; nothing was sent for it. */
export interface SettledKind {
  readonly source: 'record';
  readonly kind: DeviceKind;
  readonly change: RecordedChange;
  readonly result: RecordedResult;
}

/** How a change of devices ended. */
export type ChangeResult =
  | {
      readonly kind: 'completed';
      /** As it is recorded; null if nothing was. */
      readonly change: RecordedChange | null;
      readonly results: readonly (KindResult | SettledKind)[];
      readonly sessions: SessionsEnded;
      /** The code for the person's next device, for the caller only; null without one. */
      readonly setupCode: string | null;
    }
  | UnmadeChange;

/** Why a request made no change. */
export type UnmadeChange =
  /** An earlier request made the same change; its recorded outcome is the answer. */
  | { readonly kind: 'replayed'; readonly change: RecordedChange }
  /** The same change is still in progress elsewhere. */
  | { readonly kind: 'inProgress'; readonly id: string; readonly retryAfterSeconds: number }
  | Limited
  /** The requested change has ended before; null if the ledger has no such change. */
  | { readonly kind: 'notWaiting'; readonly pending: PendingChange | null }
  /** The actor used the idempotency key for another change. */
  | { readonly kind: 'keyReused' }
  /** One failure concerns the whole change. */
  | { readonly kind: 'rejected'; readonly failure: Failure };

/** One change while it runs. */
export interface ChangeRun {
  readonly tools: ChangeTools;
  readonly request: ChangeRequest;
  readonly intent: Intent;
  /** The `UNKNOWN` change that this one repeats. */
  unclear: RecordedChange | null;
  /** Null until the intent is recorded. */
  record: RecordedChange | null;
  /** The code that the ledger made with the intent; absent without one. */
  setupCode?: SetupCode;
}

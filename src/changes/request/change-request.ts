import type { Am, CallTally, Deadline, RequestScope } from '../../am/index.ts';
import type {
  EndedChange,
  RecordedChange,
  RecordedResult,
} from '../../domain/change/change-record.ts';
import type { Device, DeviceKind } from '../../domain/devices/device.ts';
import type { Failure } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { ChangeLimits } from '../../domain/rules/limit-rules.ts';
import type { RemovedPageSession } from '../../domain/people/page-session.ts';
import type { ResetOutcome } from '../../domain/change/change.ts';
import type { SessionsEnded } from '../../domain/change/sessions-ended.ts';
import type { ChangeLocks } from './change-locks.ts';
import type { Limited } from '../../domain/values/limit.ts';

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
  /** The requested change has ended before, or the ledger has no such change. */
  | { readonly kind: 'notWaiting' }
  /** The actor used the idempotency key for another change. */
  | { readonly kind: 'keyReused' }
  /** One failure concerns the whole change. */
  | { readonly kind: 'rejected'; readonly failure: Failure };

import type { Failure } from '../../../domain/values/failure.ts';
import type { DeviceKind } from '../../../domain/devices/device.ts';
import type { ResetOutcome } from '../../../domain/change/change.ts';
import {
  DeviceChangeNotSupported,
  DeviceChangeNotDone,
  DeviceChangeOutcomeUnknown,
  DeviceChangeRefused,
  DevicesChanged,
  idempotencyKeyReused,
  stepUpRequired,
  userError,
} from './change-error.type.ts';
import { wantedSignIn, type WantedSignIn } from '../../../domain/rules/step-up.ts';
import type { DeviceChangeError } from './change-error.type.ts';

/** The typed error of a failure that the caller can act on; otherwise null (design D6). */
export function userErrorOfFailure(failure: Failure, kind: DeviceKind): DeviceChangeError | null {
  switch (failure.code) {
    case 'STEP_UP_REQUIRED':
      return stepUpRequired(failure.message, wantedSignIn(failure) ?? wantedFor(kind));
    case 'NOT_SUPPORTED_UPSTREAM':
      return userError(DeviceChangeNotSupported, failure.message);
    case 'DEVICES_CHANGED':
      return userError(DevicesChanged, failure.message, ['input', 'expectedDeviceIds']);
    case 'IDEMPOTENCY_KEY_REUSED':
      return idempotencyKeyReused(failure.message);
    case 'FORBIDDEN':
      return userError(DeviceChangeRefused, failure.message);
    default:
      return null;
  }
}

/** A second factor of the kind itself is accepted under every rule of AM (contract §19). */
function wantedFor(kind: DeviceKind): WantedSignIn {
  return { acceptedKinds: [kind], acrValues: [], maxAgeSeconds: null };
}

/**
 * The typed errors of a change that was tried; empty if it succeeded. An error that says that
 * nothing was changed is only for a change without any effect.
 */
export function userErrorsOfReport(
  {
    outcome,
    problem,
    isPartial = false,
  }: {
    readonly outcome: ResetOutcome;
    readonly problem: Failure | null;
    /** Whether a device is changed all the same. */
    readonly isPartial?: boolean;
  },
  kind: DeviceKind,
): DeviceChangeError[] {
  switch (outcome) {
    case 'DONE':
    case 'NOTHING_TO_RESET':
    case 'WOULD_RESET':
      return [];
    case 'NOT_DONE': {
      if (problem === null || isPartial) return [userError(DeviceChangeNotDone, incomplete)];
      const error = userErrorOfFailure(problem, kind);
      return [error ?? userError(DeviceChangeNotDone, messageOfNotDone(problem))];
    }
    case 'UNKNOWN':
      return [userError(DeviceChangeOutcomeUnknown, unknown)];
  }
}

const unknown = 'The outcome is unknown. Check the device list before you retry.';
const incomplete = 'The change was not completed. Check the device list before you retry.';

function messageOfNotDone({ code, message }: Failure): string {
  return code === 'RATE_LIMITED' || code === 'OVERLOADED' ? message : incomplete;
}

import type { Failure } from '../../domain/failure.ts';
import type { ChangeOutcome } from '../../domain/change.ts';
import type { DeviceKind } from '../../domain/device.ts';
import type { ResetOutcome } from '../../domain/reset.ts';
import {
  NotSupportedUpstream,
  ChangeNotDone,
  ChangeOutcomeUnknown,
  ChangeRefused,
  DevicesChanged,
  IdempotencyKeyReused,
  stepUpRequired,
  userError,
} from './change-error.type.ts';
import type { ChangeError } from './change-error.type.ts';

/** Returns the typed error of a failure that the caller can act on; null for any other failure (design D6). */
export function userErrorOfFailure(failure: Failure, kind: DeviceKind): ChangeError | null {
  switch (failure.code) {
    case 'STEP_UP_REQUIRED':
      return stepUpRequired(failure.message, kind);
    case 'NOT_SUPPORTED_UPSTREAM':
      return userError(NotSupportedUpstream, failure.message);
    case 'DEVICES_CHANGED':
      return userError(DevicesChanged, failure.message, ['input', 'expectedDeviceIds']);
    case 'IDEMPOTENCY_KEY_REUSED':
      return userError(IdempotencyKeyReused, failure.message, ['input', 'idempotencyKey']);
    case 'FORBIDDEN':
      return userError(ChangeRefused, failure.message);
    default:
      return null;
  }
}

/** Returns the typed error of a change that was tried; null where it succeeded. */
export function userErrorOfReport(
  {
    outcome,
    problem,
  }: {
    readonly outcome: ResetOutcome | ChangeOutcome;
    readonly problem: Failure | null;
  },
  kind: DeviceKind,
): ChangeError | null {
  switch (outcome) {
    case 'DONE':
    case 'NOTHING_TO_RESET':
    case 'WOULD_RESET':
      return null;
    case 'NOT_DONE':
      return (
        (problem === null ? null : userErrorOfFailure(problem, kind)) ??
        userError(ChangeNotDone, messageOfNotDone(problem))
      );
    case 'UNKNOWN':
      return userError(
        ChangeOutcomeUnknown,
        'Nobody can tell whether it was done. Look at the devices before trying again.',
      );
  }
}

function messageOfNotDone(problem: Failure | null): string {
  if (problem?.code === 'RATE_LIMITED' || problem?.code === 'OVERLOADED') return problem.message;
  return 'It was not carried out completely. Look at the devices that are registered now.';
}

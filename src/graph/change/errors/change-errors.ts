import type { Failure } from '../../../domain/values/failure.ts';
import type { DeviceKind } from '../../../domain/devices/device.ts';
import type { ResetOutcome } from '../../../domain/change/change.ts';
import { codedError } from './coded-error.ts';
import { idempotencyKeyReused, type ChangeError } from './change-error.type.ts';
import { wantedSignIn, type WantedSignIn } from '../../../domain/rules/step-up.ts';

/** The typed error of a failure that the caller can act on; otherwise null (design D6). */
export function userErrorOfFailure(failure: Failure, kind: DeviceKind): ChangeError | null {
  switch (failure.code) {
    case 'STEP_UP_REQUIRED':
      return {
        ...codedError('STEP_UP_REQUIRED', failure.message),
        stepUp: wantedSignIn(failure) ?? wantedFor(kind),
      };
    case 'NOT_SUPPORTED_UPSTREAM':
      return codedError('NOT_SUPPORTED', failure.message);
    case 'DEVICES_CHANGED':
      return codedError('DEVICES_CHANGED', failure.message, ['input', 'expectedDeviceIds']);
    case 'IDEMPOTENCY_KEY_REUSED':
      return idempotencyKeyReused(failure.message);
    case 'FORBIDDEN':
      return codedError('REFUSED_BY_AM', failure.message);
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
): ChangeError[] {
  switch (outcome) {
    case 'DONE':
    case 'NOTHING_TO_RESET':
    case 'WOULD_RESET':
      return [];
    case 'NOT_DONE': {
      if (problem === null || isPartial) return [codedError('NOT_DONE', incomplete)];
      const error = userErrorOfFailure(problem, kind);
      return [error ?? codedError('NOT_DONE', messageOfNotDone(problem))];
    }
    case 'UNKNOWN':
      return [codedError('OUTCOME_UNKNOWN', unknown)];
  }
}

const unknown = 'The outcome is unknown. Check the device list before you retry.';
const incomplete = 'The change was not completed. Check the device list before you retry.';

function messageOfNotDone({ code, message }: Failure): string {
  return code === 'RATE_LIMITED' || code === 'OVERLOADED' ? message : incomplete;
}

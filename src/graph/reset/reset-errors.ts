import type { Failure } from '../../domain/failure.ts';
import type { ResetReport } from '../../domain/reset.ts';
import {
  NotSupportedUpstream,
  ResetNotDone,
  ResetOutcomeUnknown,
  ResetRefused,
  StepUpRequired,
  userError,
} from './user-error.type.ts';
import type { UserError } from './user-error.type.ts';

/** The typed error of a failure that the caller can act on; null for a breakage (design D6). */
export function refusalOf(failure: Failure): UserError | null {
  switch (failure.code) {
    case 'STEP_UP_REQUIRED':
      return userError(StepUpRequired, failure.message);
    case 'NOT_SUPPORTED_UPSTREAM':
      return userError(NotSupportedUpstream, failure.message);
    case 'FORBIDDEN':
      return userError(ResetRefused, failure.message);
    default:
      return null;
  }
}

/** The typed error of a reset that was tried; null where it succeeded. */
export function errorOf({ outcome, problem }: ResetReport): UserError | null {
  switch (outcome) {
    case 'DONE':
    case 'NOTHING_TO_RESET':
    case 'WOULD_RESET':
      return null;
    case 'NOT_DONE':
      return (
        (problem === null ? null : refusalOf(problem)) ??
        userError(ResetNotDone, 'Access Management did not remove every device.')
      );
    case 'UNKNOWN':
      return userError(
        ResetOutcomeUnknown,
        'Nobody can tell whether the devices were removed. Look at them before trying again.',
      );
  }
}

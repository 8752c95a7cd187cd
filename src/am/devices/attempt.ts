import { Failure } from '../../domain/failure.ts';
import { NotSent } from '../http/errors.ts';

/** What a task gave, or the failure that it ended with; defects of ours still throw. */
export async function attempt<T>(task: () => Promise<T>): Promise<T | Failure> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const refusals = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'STEP_UP_REQUIRED',
  'NOT_SUPPORTED_UPSTREAM',
  'RATE_LIMITED',
];

/** AM answered a refusal, or never got the request. Anything else may have had its effect. */
export function isCertainlyNotDone(problem: Failure): boolean {
  return refusals.includes(problem.code) || problem.cause instanceof NotSent;
}

/** AM may still be working on the request, and it may take effect after what was read since. */
export function isPerhapsUnderWay(problem: Failure | null): boolean {
  return problem?.code === 'UPSTREAM_TIMEOUT';
}

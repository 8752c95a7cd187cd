import { Failure } from '../../domain/failure.ts';
import { NotSent } from '../http/errors.ts';

/** The result of a task, or the Failure that it threw. Any other error still throws. */
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

/** Whether AM refused the request or never received it. After any other problem it may have had its effect. */
export function isCertainlyNotDone(problem: Failure): boolean {
  return refusals.includes(problem.code) || problem.cause instanceof NotSent;
}

/** Whether AM may still process the request, so that it takes effect after a list that was read since. */
export function isPerhapsUnderWay(problem: Failure | null): boolean {
  return problem?.code === 'UPSTREAM_TIMEOUT';
}

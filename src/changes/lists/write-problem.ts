import { AnsweredByAm, NotSent } from '../../am/index.ts';
import { Failure } from '../../domain/values/failure.ts';

/** Returns the result of a task, or the Failure that it threw. Rethrows any other error. */
export async function attempt<T>(task: () => Promise<T>): Promise<T | Failure> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const refusals: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'STEP_UP_REQUIRED',
  'SERVICE_CREDENTIAL_MISSING',
  'NOT_SUPPORTED_UPSTREAM',
  'RATE_LIMITED',
]);

/** Whether AM refused a write or never received it. After other problems it may have an effect. */
export function isCertainlyNotDone({ code, cause }: Failure): boolean {
  return cause instanceof NotSent || (cause instanceof AnsweredByAm && refusals.has(code));
}

/**
 * Whether AM answered a write with an error of its own, which it does before the effect (contract
 * §3.10). Neither a good answer nor that of a proxy proves that nothing happened.
 */
export function isFailedByAm(problem: Failure | null): boolean {
  return problem?.cause instanceof AnsweredByAm;
}

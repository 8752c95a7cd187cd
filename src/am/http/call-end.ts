import { isNativeError } from 'node:util/types';
import { Failure } from '../../domain/failure.ts';
import type { Answer } from './call.ts';
import type { CallEnd } from './compartment.ts';
import { isErrorOfAm, NotSent, timedOut, unavailable } from './errors.ts';

/** What an answer tells of how AM fares. AM's own 500 is often the answer to a name that it does not know (U23), and says nothing of how AM fares. */
export function endOf(answer: Answer): CallEnd {
  if (answer.status < 500) return 'good';
  return answer.status === 500 && isErrorOfAm(answer) ? 'good' : 'bad';
}

/** Whether AM says that it has too much to do. */
export function isRefusal({ status }: Answer): boolean {
  return status === 429 || status === 503;
}

/** The seconds of a `Retry-After` header; null where it holds anything else. */
export function secondsIn(retryAfter: string | undefined): number | null {
  return retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** The failure of a call that has no answer; `isBegun` says whether AM may have received the call. */
export function callFailure(
  error: unknown,
  { template, isBegun }: { readonly template: string; readonly isBegun: boolean },
): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  const cause = isBegun ? error : new NotSent(code, { cause: error });
  if (code === 'DEADLINE')
    return timedOut(`AM did not answer ${template} within the deadline`, cause);
  return unavailable(`calling AM at ${template} failed: ${code}`, cause);
}

/** The code of an error of undici or of Node; its name where it has none. */
export function codeOf(error: unknown): string {
  if (!isNativeError(error)) return 'not an Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** The code of what made `fetch` fail, which says itself no more than that it did. */
export function codeBelow(error: unknown): string {
  return codeOf(isNativeError(error) ? (error.cause ?? error) : error);
}

import { isNativeError } from 'node:util/types';
import { Failure } from '../../domain/values/failure.ts';
import { parsed } from '../../domain/values/json.ts';
import type { Answer } from './call.ts';
import type { CallEnd } from './bulkhead.ts';
import type { Exchanged, ResponseHeaders } from './exchange.ts';
import { isErrorOfAm } from './errors.ts';

/** An answer with its whole text and headers. */
export interface RawAnswer extends Answer {
  readonly text: string;
  readonly headers: ResponseHeaders;
}

/** The answer of an exchange that has one. */
export function answerOf(
  { status, headers, body: text }: Extract<Exchanged, { error?: undefined }>,
  template: string,
): RawAnswer {
  const retryAfterSeconds = secondsIn(headers['retry-after']);
  // A servlet container's page is not JSON (U24).
  return { status, json: parsed(text), template, retryAfterSeconds, text, headers };
}

/** Whether a retry may help: not after a connect timeout or an answer that breaks the contract. */
export function isTransient(exchanged: Exchanged): boolean {
  const { error } = exchanged;
  if (error !== undefined)
    return !(error instanceof Failure) && codeOf(error) !== 'UND_ERR_CONNECT_TIMEOUT';
  const { status, headers } = exchanged;
  return status >= 502 && status <= 504 && headers['retry-after'] === undefined;
}

/** Whether an answer counts as a failure. AM's own 500 does not: unknown names cause it (U23). */
export function endOf(answer: Answer): CallEnd {
  if (answer.status < 500) return 'good';
  return answer.status === 500 && isErrorOfAm(answer) ? 'good' : 'bad';
}

/** Whether AM reports that it is overloaded. */
export function isRefusal({ status }: Answer): boolean {
  return status === 429 || status === 503;
}

/** The seconds of a `Retry-After` header; null if it holds anything else. */
function secondsIn(retryAfter: string | string[] | undefined): number | null {
  return typeof retryAfter === 'string' && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** The code of an error of undici or of Node; its name if it has none. */
export function codeOf(error: unknown): string {
  if (!isNativeError(error)) return 'not an Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

import { Failure, type ErrorCode } from '../../domain/values/failure.ts';
import { NotSent } from '../foundation/not-sent.ts';
import type { Answer } from './call.ts';
import { readErrorCode, readErrorMessage, WireError } from '../json/wire.ts';
import { limitReached, type RefusingLimit } from '../../domain/values/limit.ts';

/** The cause of a failure that a status means. AM or a proxy before it has answered. */
class StatusError extends Error {
  readonly code: string;

  constructor({ status }: Answer) {
    super(`status ${status}`);
    this.code = `HTTP_${status}`;
  }
}

/** The cause of a failure that AM itself answered, so that the call has ended. */
export class AnsweredByAm extends StatusError {}

const messages = {
  UNAUTHENTICATED: 'Your session has ended. Sign in again.',
  STEP_UP_REQUIRED: 'Sign in again with one of your second factors first.',
  FORBIDDEN: 'Access Management does not allow this.',
  NOT_SUPPORTED_UPSTREAM: 'This Access Management does not offer this kind of device or action.',
  SERVICE_CREDENTIAL_MISSING:
    'This gateway cannot act for other people now. Report it to the operator.',
  OVERLOADED: 'The gateway is overloaded. Nothing was started. Try again in a moment.',
  UPSTREAM_UNAVAILABLE: 'Access Management is not available. Try again later.',
  UPSTREAM_TIMEOUT: 'Access Management did not answer in time. Try again.',
  UPSTREAM_CONTRACT:
    'The answer of Access Management cannot be read. Quote the correlation id to the operator.',
  UPSTREAM_ERROR: 'Access Management failed to answer. Quote the correlation id to the operator.',
} satisfies Partial<Record<ErrorCode, string>>;

/** The failure of a call to AM, or of one that is not sent; `detail` is for the log. */
export function amFailure(
  code: keyof typeof messages,
  detail: string,
  cause?: unknown,
  retryAfterSeconds?: number | null,
): Failure {
  const facts = typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {};
  return new Failure(code, messages[code], { detail, cause, facts });
}

/** The failure of a call that a limit of calls to AM refuses. */
export function amLimitReached(reached: RefusingLimit, cause?: unknown): Failure {
  return limitReached('Too many requests. Try again later.', reached, cause);
}

/** The failure of a call while AM accepts no more of them (429). */
export function amBusy(rule: string, cause: unknown, retryAfterSeconds: number): Failure {
  return amLimitReached({ limit: 'AM_CALLS', rule, retryAfterSeconds }, cause);
}

/**
 * AM's message if an owner's session is not strong enough for devices (U9, §3.3), in any of its
 * spellings. It only helps where no list says so: see `changes/lists/too-weak.ts`.
 */
const notPermitted = /^user not permitted\W*$/i;

/**
 * Maps an answer that is not 2xx to a failure (contract §1.4). Reads the body only for the one
 * message that asks for a stronger sign-in; its text is neither passed on nor logged.
 */
export function failureOf(answer: Answer): Failure {
  const { status, json, template, retryAfterSeconds } = answer;
  const detail = `AM answered ${status} to ${template}`;
  const cause = answeredBy(answer);
  switch (status) {
    case 401:
      return amFailure('UNAUTHENTICATED', detail, cause);
    case 403:
      return notPermitted.test(readErrorMessage(json) ?? '')
        ? amFailure('STEP_UP_REQUIRED', detail, cause)
        : amFailure('FORBIDDEN', detail, cause);
    case 404:
    case 501:
      return amFailure('NOT_SUPPORTED_UPSTREAM', detail, cause);
    case 429:
      return amBusy(detail, cause, retryAfterSeconds ?? 1);
    case 502:
    case 503:
      return amFailure('UPSTREAM_UNAVAILABLE', detail, cause, retryAfterSeconds);
    case 504:
      // A proxy stopped waiting; AM may still process the request.
      return amFailure('UPSTREAM_TIMEOUT', detail, cause);
    default:
      return amFailure('UPSTREAM_ERROR', detail, cause);
  }
}

function answeredBy(answer: Answer): StatusError {
  return isErrorOfAm(answer) ? new AnsweredByAm(answer) : new StatusError(answer);
}

/**
 * Reads a good answer.
 * @throws Failure that `problemOf` makes of any status but 200; UPSTREAM_CONTRACT when the reader
 *   rejects the body
 */
export function readAnswer<T>(
  answer: Answer,
  reader: (json: unknown) => T,
  problemOf: (answer: Answer) => Failure = failureOf,
): T {
  if (answer.status !== 200) throw problemOf(answer);
  try {
    return reader(answer.json);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw amFailure('UPSTREAM_CONTRACT', `${answer.template}: ${error.message}`, error);
  }
}

/** Whether AM itself and not a proxy answered: AM repeats the status as `code` (contract §1.4). */
export function isErrorOfAm({ status, json }: Answer): boolean {
  return readErrorCode(json) === status;
}

/** The product lacks a kind of device or an action, which is known without a call (design D2). */
export function notSupported(detail: string): Failure {
  return amFailure('NOT_SUPPORTED_UPSTREAM', detail, new NotSent('not supported'));
}

/** AM refuses the gateway's own credential. The message says nothing about the account. */
export function serviceCredentialRefused(answer: Answer): Failure {
  const detail = `AM answered ${answer.status} to ${answer.template}: the service credential is refused`;
  return amFailure('SERVICE_CREDENTIAL_MISSING', detail, answeredBy(answer));
}

/** The gateway is overloaded; nothing was started. */
export function overloaded(detail: string): Failure {
  return amFailure('OVERLOADED', detail, new NotSent('overloaded'), 1);
}

/** The gateway ends before AM has answered. */
export function stopping(cause?: unknown): Failure {
  const about = { detail: 'given up at the limit of the drain', cause };
  return new Failure(
    'UPSTREAM_UNAVAILABLE',
    'The gateway is stopping. Try again in a moment.',
    about,
  );
}

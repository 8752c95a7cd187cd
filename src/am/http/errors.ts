import { Failure } from '../../domain/failure.ts';
import type { FailureFactsShown } from '../../domain/failure.ts';
import { NotSent } from '../not-sent.ts';
import type { Answer } from './call.ts';
import { readErrorCode, readErrorMessage } from '../json/wire.ts';

export { NotSent } from '../not-sent.ts';

/** The cause of a failure that AM itself told, so that nothing of the call is under way any more. */
export class ToldByAm extends Error {}

/** AM's message when an owner's session is not strong or fresh enough to manage devices (U9, §3.3). */
const notPermitted = 'User not permitted.';

/**
 * Maps an answer that is not 2xx to a failure (contract §1.4). Reads the body only for the one message that asks
 * for a stronger sign-in; nothing of it is passed on or logged.
 */
export function failureOf(answer: Answer): Failure {
  const detail = `AM answered ${answer.status} to ${answer.template}`;
  const cause = isErrorOfAm(answer) ? new ToldByAm() : undefined;
  switch (answer.status) {
    case 401:
      return new Failure('UNAUTHENTICATED', 'Your session has ended. Sign in again.', {
        detail,
        cause,
      });
    case 403:
      return readErrorMessage(answer.json) === notPermitted
        ? new Failure('STEP_UP_REQUIRED', 'Sign in again with one of your second factors first.', {
            detail,
            cause,
          })
        : new Failure('FORBIDDEN', 'Access Management does not allow this.', { detail, cause });
    case 404:
    case 501:
      return unsupported(detail, cause);
    case 429:
      return new Failure('RATE_LIMITED', 'Too many requests. Try again later.', {
        detail,
        cause,
        facts: retryFacts(answer, 1),
      });
    case 502:
    case 503:
      return unavailable(detail, cause, retryFacts(answer));
    case 504:
      // A proxy stopped waiting; AM may still process the request.
      return timedOut(detail);
    default:
      return new Failure('UPSTREAM_ERROR', 'Access Management could not answer this.', {
        detail,
        cause,
      });
  }
}

function retryFacts(
  { retryAfterSeconds }: Answer,
  otherwise: number | null = null,
): FailureFactsShown {
  const seconds = retryAfterSeconds ?? otherwise;
  return seconds === null ? {} : { retryAfterSeconds: seconds };
}

/** Whether AM wrote the answer, and not a proxy before it: AM repeats the status as `code` (contract §1.4). */
export function isErrorOfAm({ status, json }: Answer): boolean {
  return readErrorCode(json) === status;
}

/** The product lacks a kind of device or an action, which is known without asking AM (design D2). */
export function notSupported(detail: string): Failure {
  return unsupported(detail, new NotSent('not supported'));
}

function unsupported(detail: string, cause: unknown): Failure {
  return new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This Access Management does not offer this kind of device or action.',
    { detail, cause },
  );
}

/** AM refuses the gateway's own credential. The operator's mistake, so the message tells nothing of the account. */
export function serviceCredentialRefused(answer: Answer): Failure {
  const { status, template } = answer;
  const detail = `AM answered ${status} to ${template}: the service credential is refused`;
  return new Failure(
    'SERVICE_CREDENTIAL_MISSING',
    'This gateway cannot act for others at the moment.',
    { detail, cause: isErrorOfAm(answer) ? new ToldByAm() : undefined },
  );
}

/** AM cannot be reached, or answers that it cannot serve now. */
export function unavailable(
  detail: string,
  cause?: unknown,
  facts: FailureFactsShown = {},
): Failure {
  return new Failure(
    'UPSTREAM_UNAVAILABLE',
    'Access Management is not available. Try again later.',
    { detail, cause, facts },
  );
}

/** The gateway has as much to do as it can do well; nothing was begun. */
export function overloaded(detail: string): Failure {
  return new Failure('OVERLOADED', 'Too much is asked at once. Try again in a moment.', {
    detail,
    cause: new NotSent('overloaded'),
    facts: { retryAfterSeconds: 1 },
  });
}

/** The gateway ends before AM has answered. */
export function stopping(cause?: unknown): Failure {
  return new Failure('UPSTREAM_UNAVAILABLE', 'The gateway is stopping. Try again.', {
    detail: 'given up at the limit of the drain',
    cause,
  });
}

/** AM did not answer within the deadline. */
export function timedOut(detail: string, cause?: unknown): Failure {
  return new Failure('UPSTREAM_TIMEOUT', 'Access Management did not answer in time. Try again.', {
    detail,
    cause,
  });
}

/** AM's answer breaks its contract. */
export function brokenContract(detail: string, cause?: unknown): Failure {
  return new Failure('UPSTREAM_CONTRACT', 'Access Management gave an answer that cannot be read.', {
    detail,
    cause,
  });
}

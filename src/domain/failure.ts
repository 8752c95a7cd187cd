/**
 * The closed set of `extensions.code` values that this gateway itself answers with. Clients may switch
 * over it; `docs/errors.md` says what to do for each, and a test keeps both equal.
 */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'OWN_ACCOUNT',
  'TARGET_PRIVILEGED',
  'SERVICE_CREDENTIAL_MISSING',
  'BAD_USER_INPUT',
  'OPERATION_TOO_LARGE',
  'DOCUMENT_NOT_TRUSTED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
  'STEP_UP_REQUIRED',
  'NOT_SUPPORTED_UPSTREAM',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_ERROR',
  'UPSTREAM_CONTRACT',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Facts that the client may see beside a code. */
export type FailureFactsShown = Readonly<Record<string, string | number | readonly string[]>>;

/** What a failure carries beside its code. */
export interface FailureFacts {
  /** For the operator's log only; never leaves the gateway. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Facts that the client may see beside the code, for example `retryAfterSeconds`. */
  readonly facts?: FailureFactsShown;
}

/** A failure with a stable code and a message that is safe for its reader; the detail is kept apart. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly facts: FailureFactsShown;

  constructor(code: ErrorCode, message: string, about: FailureFacts = {}) {
    super(message, about.cause === undefined ? {} : { cause: about.cause });
    this.name = 'Failure';
    this.code = code;
    this.detail = about.detail;
    this.facts = about.facts ?? {};
  }
}

/** Refuses what the caller gave for one argument; the message says what is wanted instead. */
export function badInput(argument: string, message: string): Failure {
  return new Failure('BAD_USER_INPUT', message, { facts: { argument } });
}

/** What a client reads of a failure that nobody foresaw. */
export const internalMessage =
  'Something went wrong here. Quote the correlation id when you ask for help.';

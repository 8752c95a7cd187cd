/**
 * The closed set of `extensions.code` values of this gateway's own errors. Clients may switch over it;
 * `docs/errors.md` says what to do for each, and a test keeps both equal.
 */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'OWN_ACCOUNT',
  'TARGET_PRIVILEGED',
  'PRIVILEGE_UNKNOWN',
  'SERVICE_CREDENTIAL_MISSING',
  'BAD_USER_INPUT',
  'OPERATION_TOO_LARGE',
  'DOCUMENT_NOT_TRUSTED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
  'OVERLOADED',
  'STEP_UP_REQUIRED',
  'VERIFICATION_REQUIRED',
  'DEVICES_CHANGED',
  'IDEMPOTENCY_KEY_REUSED',
  'AUDIT_UNAVAILABLE',
  'NOT_SUPPORTED_UPSTREAM',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_ERROR',
  'UPSTREAM_CONTRACT',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Extensions that the client sees next to the code. */
export type FailureFactsShown = Readonly<Record<string, string | number | readonly string[]>>;

/** The optional parts of a failure. */
export interface FailureFacts {
  /** For the operator's log only; never leaves the gateway. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** Extensions that the client sees next to the code, for example `retryAfterSeconds`. */
  readonly facts?: FailureFactsShown;
}

/** An expected error with a stable code and a message safe for clients; operator detail is kept apart. */
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

/** Creates the failure for an invalid argument; the message says what is expected instead. */
export function badInput(argument: string, message: string): Failure {
  return new Failure('BAD_USER_INPUT', message, { facts: { argument } });
}

/** The message that clients get for every unexpected error. */
export const internalMessage =
  'Something went wrong here. Quote the correlation id when you ask for help.';

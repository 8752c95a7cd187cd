/** The closed set of `extensions.code` values. `docs/errors.md` lists the same codes. */
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
  'PROOFS_EXHAUSTED',
  'APPROVAL_REQUIRED',
  'THREAT_LEVEL',
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

/** Apollo's codes for invalid requests. Their messages quote only the client's own input. */
export const requestErrorCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Extensions that the client sees next to the code, for example `retryAfterSeconds`. */
export type FailureFactsShown = Readonly<Record<string, string | number | readonly string[]>>;

interface FailureOptions {
  /** For the operator's log only; never leaves the gateway. */
  readonly detail?: string;
  readonly cause?: unknown;
  readonly facts?: FailureFactsShown;
}

/** An expected error: a stable code, a message for clients, and details for operators only. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly facts: FailureFactsShown;

  constructor(
    code: ErrorCode,
    message: string,
    { detail, cause, facts = {} }: FailureOptions = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'Failure';
    this.code = code;
    this.detail = detail;
    this.facts = facts;
  }
}

/** Creates the failure for an invalid argument; the message states the expected value. */
export function badInput(argument: string, message: string): Failure {
  return new Failure('BAD_USER_INPUT', message, { facts: { argument } });
}

/** A limit that refuses something now. */
export interface ReachedLimit {
  readonly rule: string;
  readonly retryAfterSeconds: number;
}

/** Creates the failure for a limit that is reached; the message says what was not done. */
export function limitReached(message: string, { rule, retryAfterSeconds }: ReachedLimit): Failure {
  return new Failure('RATE_LIMITED', message, {
    detail: `the limit "${rule}" is reached`,
    facts: { limit: rule, retryAfterSeconds },
  });
}

/** The message that clients get for every unexpected error. */
export const internalMessage =
  'Something went wrong here. Quote the correlation id when you ask for help.';

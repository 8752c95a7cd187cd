import { isFields } from './json.ts';
import type { MaybePromise } from './maybe-promise.ts';
/** The closed set of `extensions.code` values. `docs/errors.md` lists the same codes. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'OWN_ACCOUNT',
  'TARGET_PRIVILEGED',
  'PRIVILEGE_UNKNOWN',
  'AREA_UNKNOWN',
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
  'DEVICES_GONE',
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
export type FailureFactsShown = Readonly<
  Record<string, string | number | boolean | readonly string[]>
>;

interface FailureOptions {
  /** For the operator's log only; never leaves the gateway. */
  readonly detail?: string | undefined;
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

  /** The same failure with other facts. */
  withFacts(facts: FailureFactsShown): Failure {
    const { code, message, detail, cause } = this;
    return new Failure(code, message, { detail, facts, cause });
  }

  /** The same failure with another cause. */
  causedBy(cause: unknown): Failure {
    const { code, message, detail, facts } = this;
    return new Failure(code, message, { detail, facts, cause });
  }
}

/** The answer of a task, or null if it failed. Rethrows any other error. */
export async function unlessFailed<T>(task: () => MaybePromise<T>): Promise<T | null> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** The code of a system or PostgreSQL error; undefined if it has none. */
export function errorCodeOf(error: unknown): string | undefined {
  const code = isFields(error) ? error['code'] : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** A step that failed for the client, and may stand in the ledger nevertheless. */
export const mayBeRecorded = { mayBeRecorded: true } as const;

/**
 * Creates the failure for an invalid input; the message states the expected value. `place` is the
 * argument or the member, as `verification.at`; the field completes its path.
 */
export function badInput(place: string, message: string): Failure {
  return new Failure('BAD_USER_INPUT', message, { facts: { path: place.split('.') } });
}

/** The message that clients get for every unexpected error. */
export const internalMessage =
  'Something went wrong here. Quote the correlation id when you ask for help.';

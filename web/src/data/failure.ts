import { GatewayError, TransportError } from '@identity-gateway/client';
import type { MessageKey } from '../text/catalogue.ts';
import { isOutcomeOpen } from './open-outcome.ts';

/** Why a request failed, as far as a reader can use it. */
export interface Failure {
  /** A code of `docs/errors.md`, `OFFLINE` if the gateway did not answer, or `NOT_SENT`. */
  readonly code: string;
  /** The correlation id, which the help desk and the gateway's log can find; null if unknown. */
  readonly reference: string | null;
  /** When to retry; null if the gateway did not say. */
  readonly retryAfterSeconds: number | null;
  /** The limit that is reached; absent for other failures. */
  readonly limit?: string;
}

/** Returns the failure for an error of a request. */
export function failureOf(error: unknown): Failure {
  const plain = { code: 'OFFLINE', reference: null, retryAfterSeconds: null };
  if (error instanceof GatewayError) {
    const { code, correlationId, facts } = error;
    const { retryAfterSeconds: seconds, limit } = facts;
    return {
      code,
      reference: correlationId,
      retryAfterSeconds: typeof seconds === 'number' ? seconds : null,
      ...(typeof limit === 'string' && { limit }),
    };
  }
  if (error instanceof TransportError) return { ...plain, reference: error.correlationId };
  return { ...plain, code: 'INTERNAL' };
}

const failureMessages: Readonly<Record<string, MessageKey>> = {
  OFFLINE: 'failure.offline',
  NOT_SENT: 'failure.notSent',
  UNAUTHENTICATED: 'failure.signedOut',
  UPSTREAM_TIMEOUT: 'failure.timeout',
  UPSTREAM_UNAVAILABLE: 'failure.unavailable',
  UPSTREAM_ERROR: 'failure.upstream',
  UPSTREAM_CONTRACT: 'failure.upstream',
  RATE_LIMITED: 'failure.rateLimited',
  FORBIDDEN: 'failure.forbidden',
  INSUFFICIENT_SCOPE: 'failure.forbidden',
  IDEMPOTENCY_KEY_REUSED: 'failure.keyReused',
  AUDIT_UNAVAILABLE: 'failure.recordUnavailable',
  NOT_SUPPORTED_UPSTREAM: 'failure.notSupported',
  THREAT_LEVEL: 'failure.threatLevel',
  APPROVAL_REQUIRED: 'failure.approvalRequired',
};

const readFailureMessages: Readonly<Record<string, MessageKey>> = {
  OFFLINE: 'failure.read.offline',
  NOT_SENT: 'failure.read.offline',
  UPSTREAM_TIMEOUT: 'failure.read.timeout',
  UPSTREAM_UNAVAILABLE: 'failure.read.unavailable',
  UPSTREAM_ERROR: 'failure.read.upstream',
  UPSTREAM_CONTRACT: 'failure.read.upstream',
  RATE_LIMITED: 'failure.read.rateLimited',
};

/**
 * Returns the message for a read that failed. While the outcome of a removal is open, it says
 * nothing about what was changed.
 */
export function readMessageOf(failure: Failure): MessageKey {
  if (!isOutcomeOpen()) return messageOf(failure);
  return readFailureMessages[failure.code] ?? 'failure.read.other';
}

/** Returns the message for a failure. */
export function messageOf(failure: Failure): MessageKey {
  return failureMessages[failure.code] ?? 'failure.other';
}

import { GatewayError, TransportError } from '@identity-gateway/client';
import type { MessageKey } from '../text/catalogue.ts';

/** Why something could not be read or changed, as far as a reader can use it. */
export interface Failure {
  /** A code of `docs/errors.md`, or `OFFLINE` where there was no answer of the gateway. */
  readonly code: string;
  /** The number to tell the help desk: the correlation id, also in the gateway's log; null where there is none. */
  readonly reference: string | null;
  /** In how many seconds to try again; null where that is not told. */
  readonly retryAfterSeconds: number | null;
}

/** The failure in whatever a request rejected with. */
export function failureOf(error: unknown): Failure {
  const plain = { code: 'OFFLINE', reference: null, retryAfterSeconds: null };
  if (error instanceof GatewayError) {
    const { code, correlationId, facts } = error;
    const seconds = facts['retryAfterSeconds'];
    return {
      code,
      reference: correlationId,
      retryAfterSeconds: typeof seconds === 'number' ? seconds : null,
    };
  }
  if (error instanceof TransportError) return { ...plain, reference: error.correlationId };
  return { ...plain, code: 'INTERNAL' };
}

const sentences: Readonly<Record<string, MessageKey>> = {
  OFFLINE: 'failure.offline',
  UNAUTHENTICATED: 'failure.signedOut',
  UPSTREAM_TIMEOUT: 'failure.timeout',
  UPSTREAM_UNAVAILABLE: 'failure.unavailable',
  UPSTREAM_ERROR: 'failure.upstream',
  UPSTREAM_CONTRACT: 'failure.upstream',
  RATE_LIMITED: 'failure.rateLimited',
  FORBIDDEN: 'failure.forbidden',
  INSUFFICIENT_SCOPE: 'failure.forbidden',
  AUDIT_UNAVAILABLE: 'failure.recordUnavailable',
  NOT_SUPPORTED_UPSTREAM: 'failure.notSupported',
};

/** What to say of a failure. */
export function sentenceOf(failure: Failure): MessageKey {
  return sentences[failure.code] ?? 'failure.other';
}

import { GatewayError, TransportError } from '@identity-gateway/client';
import type { MessageKey } from '../text/catalogue.ts';
import { factsOfCode } from './failure-codes.ts';

/** Why a request failed, as far as a reader can use it. */
interface FailureFacts {
  /** A code of `docs/errors.md`, `OFFLINE` if the gateway did not answer, or `NOT_SENT`. */
  readonly code: string;
  /** The correlation id, which the help desk and the gateway's log can find; null if unknown. */
  readonly reference: string | null;
  /** When to retry; null if the gateway did not say. */
  readonly retryAfterSeconds: number | null;
  /** The limit that is reached; absent for other failures. */
  readonly limit?: string;
  /** The part of the input that is not accepted; absent for other failures. */
  readonly path?: readonly string[];
}

/** A read that failed. Its sentences say nothing about changes. */
export interface ReadFailure extends FailureFacts {
  readonly of: 'read';
}

/** A change that failed. Its sentences say whether anything was changed, as far as it is known. */
export interface ChangeFailure extends FailureFacts {
  readonly of: 'change';
}

export type Failure = ReadFailure | ChangeFailure;

/** Returns the failure for an error of a query, or of a dry run. */
export function readFailureOf(error: unknown): ReadFailure {
  return { of: 'read', ...factsOf(error) };
}

/** Returns the failure for an error of a mutation. */
export function changeFailureOf(error: unknown): ChangeFailure {
  return { of: 'change', ...factsOf(error) };
}

function factsOf(error: unknown): FailureFacts {
  const plain = { code: 'OFFLINE', reference: null, retryAfterSeconds: null };
  if (error instanceof GatewayError) {
    const { code, correlationId, facts } = error;
    const { retryAfterSeconds: seconds, limit, path } = facts;
    return {
      code,
      reference: correlationId,
      retryAfterSeconds: typeof seconds === 'number' ? seconds : null,
      ...(typeof limit === 'string' && { limit }),
      ...(Array.isArray(path) && { path: path.map(String).flatMap((name) => name.split('.')) }),
    };
  }
  if (error instanceof TransportError) return { ...plain, reference: error.correlationId };
  return { ...plain, code: 'INTERNAL' };
}

/** A defect of the gateway: it answered, but not as it must. */
export const defect: ChangeFailure = {
  of: 'change',
  code: 'INTERNAL',
  reference: null,
  retryAfterSeconds: null,
};

/** Returns the message for a failure. */
export function messageOf({ code, of }: Failure): MessageKey {
  return factsOfCode(code)[of];
}

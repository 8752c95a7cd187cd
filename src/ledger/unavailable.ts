import { isNativeError } from 'node:util/types';
import { Failure } from '../domain/failure.ts';
import { LedgerRefused } from './ledger-refused.ts';

/**
 * The failure of an unavailable ledger. The cause is an error, whose message is omitted because it
 * may quote values, or a text of the gateway.
 */
export function unavailable(cause: unknown): Failure {
  const why = typeof cause === 'string' ? cause : reasonOf(cause);
  return new Failure('AUDIT_UNAVAILABLE', 'Changes cannot be recorded now. Nothing was changed.', {
    detail: `The ledger does not answer (${why}).`,
    cause,
  });
}

function reasonOf(cause: unknown): string {
  if (cause instanceof LedgerRefused) return cause.message;
  // What SQLite says of its code, such as "database or disk is full".
  const isSqlite = isNativeError(cause) && 'errstr' in cause;
  return isSqlite ? String(cause.errstr) : (errorCodeOf(cause) ?? 'no code');
}

/** The code of a system or PostgreSQL error; undefined if it has none. */
export function errorCodeOf(error: unknown): string | undefined {
  if (!isNativeError(error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

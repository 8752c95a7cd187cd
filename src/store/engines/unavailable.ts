import { isNativeError } from 'node:util/types';
import { errorCodeOf, Failure, mayBeRecorded } from '../../domain/values/failure.ts';
import { LedgerRefused } from '../tables/ledger-refused.ts';
import { meaningOf } from './driver-errors.ts';

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

/** The failure of a ledger whose answer to a commit was lost. */
export function perhapsRecorded(cause: unknown): Failure {
  return new Failure(
    'AUDIT_UNAVAILABLE',
    'It is not known whether this was recorded. No device was changed. Look before you try again.',
    {
      detail: `The ledger did not answer to a commit (${reasonOf(cause)}).`,
      cause,
      facts: mayBeRecorded,
    },
  );
}

function reasonOf(cause: unknown): string {
  if (cause instanceof LedgerRefused) return cause.message;
  // What SQLite says of its code, such as "database or disk is full".
  const isSqlite = isNativeError(cause) && 'errstr' in cause;
  return isSqlite ? String(cause.errstr) : (errorCodeOf(cause) ?? meaningOf(cause) ?? 'no code');
}

/** The SQLSTATE of a statement that a role may not run. */
export const insufficientPrivilege = '42501';

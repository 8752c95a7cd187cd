import { isNativeError } from 'node:util/types';
import { Failure } from '../domain/failure.ts';

/** The failure of a ledger that does not answer. Engines quote values in what they say of an error, so only its code is told. */
export function unavailable(cause: unknown): Failure {
  const code =
    isNativeError(cause) && 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : 'no code';
  return new Failure('AUDIT_UNAVAILABLE', 'Changes cannot be recorded now. Nothing was changed.', {
    detail: `The ledger does not answer (${code}).`,
    cause,
  });
}

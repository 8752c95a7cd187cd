import { isNativeError } from 'node:util/types';
import type { StoreSettings } from '../engines/engine.ts';
import { LedgerRefused } from '../tables/ledger-refused.ts';
import { isPassing } from '../engines/postgres.ts';
import { errorCodeOf } from '../../domain/values/failure.ts';

/**
 * Why a store cannot be opened as configured; null if PostgreSQL is only away for now, and the
 * gateway starts without it.
 */
export function openingRefused(error: unknown, { postgres }: StoreSettings): LedgerRefused | null {
  if (error instanceof LedgerRefused) return error;
  const option = postgres === undefined ? 'DATA_DIR' : 'DATABASE_URL';
  const known = postgres === undefined ? null : signInProblem(error, postgres.url);
  if (known === null && postgres !== undefined && isPassing(error)) return null;
  const reason = known ?? `The ledger's tables cannot be used: ${messageOf(error)}`;
  return new LedgerRefused(`${option}: ${reason}.`, { cause: error });
}

/** Explains why PostgreSQL refuses a connection; null for another error. */
function signInProblem(error: unknown, url: string): string | null {
  const { username, pathname } = new URL(url);
  const [role, database] = [decodeURIComponent(username), decodeURIComponent(pathname.slice(1))];
  const code = errorCodeOf(error);
  switch (code) {
    case '28P01':
      return `PostgreSQL rejects user ${role} or the password (${code})`;
    case '28000':
      return `PostgreSQL does not let user ${role} in from here: check the role, pg_hba.conf and sslmode (${code})`;
    case '3D000':
      return `there is no database ${database} (${code}): create it with createdb`;
    case '42501':
      return `${messageOf(error)} (${code}); run deploy/postgres/grants.sql as the owner of the tables`;
    case undefined:
      return isNativeError(error) && error.message.includes('password must be a string')
        ? 'PostgreSQL requires a password, and the URL has none'
        : null;
    default:
      return null;
  }
}

function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

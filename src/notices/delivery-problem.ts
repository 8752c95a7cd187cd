import { errorCodeOf } from '../domain/values/failure.ts';
import { PrivateTarget } from './public-targets.ts';

/** The longest pause that a receiver may ask for, in milliseconds. */
const longestRetryAfterMs = 24 * 3_600_000;

/** Returns the pause of a `Retry-After` header, in seconds or a date (RFC 9110). */
export function pauseIn(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const pause = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return pause > 0 ? Math.min(pause, longestRetryAfterMs) : undefined;
}

/** A code without an address: messages of network errors may quote the URL, which may be secret. */
export function problemOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'TIMEOUT';
  if (error instanceof PrivateTarget) return 'PRIVATE_TARGET';
  return errorCodeOf(error) ?? 'NETWORK';
}

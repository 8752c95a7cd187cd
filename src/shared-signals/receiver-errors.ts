/**
 * The error codes of receivers (RFC 8935 §2.4, SSF 1.0 §8.1.4.1). Other texts could hold anything,
 * so they are no part of a log.
 */
const known = new Set([
  'invalid_request',
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'authentication_failed',
  'access_denied',
  'invalid_state',
]);

/** Returns the code of a problem by the `err` of a receiver. */
export function receiverProblem(err: unknown): string {
  return typeof err === 'string' && known.has(err) ? `ERR_${err.toUpperCase()}` : 'ERR_OTHER';
}

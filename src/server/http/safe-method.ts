import type { IncomingMessage } from 'node:http';

/**
 * Whether a request is a GET, or a HEAD, which gets the same answer without the body (RFC 9110
 * §9.3.2). Browsers send both to another site without a preflight.
 */
export function isGetOrHead({ method }: Pick<IncomingMessage, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

import type { IncomingMessage } from 'node:http';
import { refuseCrossSite } from '../server/cross-site.ts';
import { HttpError } from '../server/http-error.ts';

/**
 * Refuses what no page of ours has sent: the header cannot be sent by a form, nor by a script of another site without a
 * preflight, which is never allowed here.
 * @throws HttpError 403
 */
export function refuseForeign(request: IncomingMessage, tlsOnly: boolean): void {
  refuseCrossSite(request, { allowedOrigins: [], tlsOnly });
  if (request.headers['x-requested-with'] !== undefined) return;
  throw new HttpError(403, 'Send the header x-requested-with.', { code: 'FORBIDDEN' });
}

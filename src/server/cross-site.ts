import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** Headers that make a browser ask first; a content type other than JSON has been refused already. */
const purposeHeaders = ['content-type', 'x-requested-with', 'apollo-require-preflight'] as const;

/**
 * Refuses a request whose session came in a cookie and that a page of another site may have made
 * (D9, OWASP Fetch Metadata). AM has no guard of its own on OpenAM (U26), and our API version header
 * would defeat the one of PingAM (contract §1.5), so the guard is here.
 *
 * Browsers send `Sec-Fetch-Site`, which pages cannot forge; older ones send at least `Origin` on POST.
 * A request with neither comes from no browser, and then nobody's cookie was sent unasked; but an older browser
 * sends a GET without either, so a GET must also carry a header that a page of another site cannot send
 * without a preflight (D7).
 */
export function refuseCrossSite(request: IncomingMessage, allowedOrigins: readonly string[]): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && allowedOrigins.includes(origin)) return;
  if (site === 'same-origin') return;
  const isSent = site === undefined && isSentOnPurpose(request);
  if (isSent && (origin === undefined || isOwn(origin, request.headers.host))) return;
  throw new HttpError(403, 'A page of another site may not use this session.', {
    code: 'FORBIDDEN',
  });
}

function isSentOnPurpose({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET') return true;
  return purposeHeaders.some((name) => headers[name] !== undefined);
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** The origin that an answer may be shown to: one on the list, compared exactly (D10), or none. */
export function allowedOrigin(
  { headers }: IncomingMessage,
  allowedOrigins: readonly string[],
): string | undefined {
  const { origin } = headers;
  return origin !== undefined && allowedOrigins.includes(origin) ? origin : undefined;
}

/** What a preflight is told beside that; `cookieName` is also the session header's name. */
export function preflightHeaders(cookieName: string): Record<string, string> {
  return {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': `authorization, content-type, x-correlation-id, x-requested-with, apollo-require-preflight, ${cookieName}`,
    'access-control-max-age': '600',
  };
}

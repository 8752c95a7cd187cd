import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** Whose pages may use a session by its cookie, beside what browsers themselves call same-origin. */
export interface OriginRules {
  /** Compared exactly. */
  readonly allowedOrigins: readonly string[];
  /** Whether the gateway's own pages are served by https alone. */
  readonly tlsOnly: boolean;
}

/** Headers that make a browser send a preflight; a content type other than JSON has already been refused. */
const preflightTriggers = ['content-type', 'x-requested-with', 'apollo-require-preflight'] as const;

/**
 * Refuses a request with a cookie session that a page of another site may have sent (D9, OWASP Fetch Metadata).
 * OpenAM has no such check (U26), and the gateway's API version header would bypass that of PingAM
 * (contract §1.5), so it is done here.
 *
 * Browsers send `Sec-Fetch-Site`, which pages cannot forge; older ones send at least `Origin` on POST.
 * A request with neither does not come from a browser, which alone attaches cookies by itself; but an older browser
 * sends a GET without either, so a GET must also have a header that a page of another site cannot send
 * without a preflight (D7).
 */
export function refuseCrossSite(
  request: IncomingMessage,
  { allowedOrigins, tlsOnly }: OriginRules,
): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && allowedOrigins.includes(origin)) return;
  if (site === 'same-origin') return;
  const isPreflighted = site === undefined && requiresPreflight(request);
  if (isPreflighted && (origin === undefined || isOwnOrigin(origin, request.headers.host, tlsOnly)))
    return;
  throw new HttpError(403, 'A page of another site may not use this session.', {
    code: 'FORBIDDEN',
  });
}

function requiresPreflight({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET') return true;
  return preflightTriggers.some((name) => headers[name] !== undefined);
}

/**
 * Compares the scheme, too: whoever can answer for our host in plain http could otherwise use the session of our
 * visitors. The gateway cannot see the scheme by which it was called, because TLS ends in front of it, and not every
 * proxy says so in a header; but in production that is https.
 */
function isOwnOrigin(origin: string, host: string | undefined, tlsOnly: boolean): boolean {
  if (host === undefined) return false;
  return origin === `https://${host}` || (!tlsOnly && origin === `http://${host}`);
}

/** Returns the origin that CORS allows to read the response: a listed one, compared exactly (D10), or none. */
export function allowedOrigin(
  { headers }: IncomingMessage,
  allowedOrigins: readonly string[],
): string | undefined {
  const { origin } = headers;
  return origin !== undefined && allowedOrigins.includes(origin) ? origin : undefined;
}

/** The request headers that the gateway reads, beside the session header. */
const readHeaders = ['authorization', 'x-correlation-id', ...preflightTriggers] as const;

/** Returns the further headers of a preflight response; pages may send `headers` beside those that the gateway reads. */
export function preflightHeaders(headers: readonly string[]): Record<string, string> {
  return {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': [...readHeaders, ...headers].join(', '),
    'access-control-max-age': '600',
  };
}

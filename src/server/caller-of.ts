import type { IncomingMessage } from 'node:http';
import { isTokenText, SessionToken, type Credential } from '../am/index.ts';
import { preflightTriggers } from './http/cors.ts';
import { cookieIn, twoCredentials } from './http/cookie.ts';
import { HttpError } from './http/http-error.ts';
import { isGetOrHead } from './http/safe-method.ts';

/** The credential of a request, and whether a browser may have attached it by itself. */
export interface CallerOfRequest {
  /** Null if there is no credential, or if its text cannot be a token. */
  readonly credential: Credential | null;
  readonly from: 'header' | 'cookie' | 'nowhere';
}

/**
 * Reads AM's session token from the header named like the cookie or from the cookie, or an access
 * token from `Authorization` (RFC 6750). Two different credentials are refused, as AM refuses them
 * (U25), and so is one that is sent twice, because the caller would be ambiguous. The same session
 * in header and cookie is accepted as sent by header.
 */
export function callerOf(request: IncomingMessage, cookieName: string): CallerOfRequest {
  const header = request.headers[cookieName.toLowerCase()];
  const inHeader = typeof header === 'string' ? header.trim() : undefined;
  const inCookie = cookieIn(request, cookieName);
  refuseRepeated(request, 'authorization');
  refuseRepeated(request, cookieName.toLowerCase());
  const bearer = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim();
  if (inHeader !== undefined && inCookie !== undefined && inHeader !== inCookie)
    throw new HttpError(400, 'The header and the cookie carry different sessions. Send one.');
  if (bearer !== undefined && (inHeader ?? inCookie) !== undefined)
    throw new HttpError(400, 'The request carries a session and an access token. Send one.');
  if (bearer !== undefined) return { credential: credentialIn('bearer', bearer), from: 'header' };
  const session = inHeader ?? inCookie;
  if (session === undefined) return { credential: null, from: 'nowhere' };
  const from = inHeader === undefined ? 'cookie' : 'header';
  return { credential: credentialIn('session', session), from };
}

/**
 * Refuses a header that is sent twice: Node keeps the first `Authorization` header and joins
 * others.
 */
function refuseRepeated({ headers, rawHeaders }: IncomingMessage, name: string): void {
  if (headers[name] === undefined) return;
  const names = rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name);
  if (names.length > 1) throw twoCredentials();
}

function credentialIn(kind: Credential['kind'], text: string): Credential | null {
  return isTokenText(text) ? { kind, token: new SessionToken(text) } : null;
}

/** The origins whose pages may use a session cookie, besides the gateway's own. */
export interface OriginRules {
  /** Compared exactly. */
  readonly allowedOrigins: readonly string[];
  /** Whether the gateway's own pages are served by https alone. */
  readonly tlsOnly: boolean;
}

/**
 * Refuses a request with a cookie session that a page of another site may have sent (D9, OWASP
 * Fetch Metadata). OpenAM has no such check (U26), and the gateway's API version header would
 * bypass that of PingAM (contract §1.5), so it is done here.
 *
 * Browsers send `Sec-Fetch-Site`, which pages cannot forge; older ones send at least `Origin` on
 * POST. A request with neither does not come from a browser, which alone attaches cookies by
 * itself; but an older browser sends a GET without either, so a GET must also have a header that a
 * page of another site cannot send without a preflight (D7).
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
  throw new HttpError(403, 'A page of another site cannot use this session. Nothing was run.', {
    code: 'FORBIDDEN',
  });
}

function requiresPreflight(request: IncomingMessage): boolean {
  if (!isGetOrHead(request)) return true;
  return preflightTriggers.some((name) => request.headers[name] !== undefined);
}

/**
 * Compares the scheme, too: an attacker who can answer for our host in plain http could otherwise
 * use the session of our visitors. The gateway cannot see the scheme of the request, because TLS
 * ends before the gateway and not every proxy sends the scheme in a header; in production it is
 * https.
 */
function isOwnOrigin(origin: string, host: string | undefined, tlsOnly: boolean): boolean {
  if (host === undefined) return false;
  return origin === `https://${host}` || (!tlsOnly && origin === `http://${host}`);
}

import type { IncomingMessage } from 'node:http';
import type { Credential } from '../am/session/credential.ts';
import { isTokenText, SessionToken } from '../am/session/session-token.ts';
import { cookieIn, twoCredentials } from './cookie.ts';
import { HttpError } from './http-error.ts';

/** The credential of a request, and whether a browser may have attached it by itself, as it does with cookies. */
export interface CallerOfRequest {
  /** Null where there is none, or where its text cannot be a token. */
  readonly credential: Credential | null;
  readonly from: 'header' | 'cookie' | 'nowhere';
}

/**
 * Reads AM's session token from the header named like the cookie or from the cookie, or an access token from
 * `Authorization` (RFC 6750). Two different credentials are refused, as AM refuses them (U25), and so is one that is
 * sent twice, because the caller would be ambiguous. The same session in header and cookie is accepted as sent by header.
 */
export function callerOf(request: IncomingMessage, cookieName: string): CallerOfRequest {
  const header = request.headers[cookieName.toLowerCase()];
  const inHeader = typeof header === 'string' ? header.trim() : undefined;
  const { authorization } = request.headers;
  const inCookie = cookieIn(request, cookieName);
  refuseRepeated(request, cookieName);
  const bearer =
    authorization === undefined ? undefined : /^Bearer +(.+)$/i.exec(authorization)?.[1]?.trim();
  if (inHeader !== undefined && inCookie !== undefined && inHeader !== inCookie) {
    throw new HttpError(400, 'The header and the cookie carry different sessions. Send one.');
  }
  if (bearer !== undefined && (inHeader ?? inCookie) !== undefined) {
    throw new HttpError(400, 'The request carries a session and an access token. Send one.');
  }
  if (bearer !== undefined) return { credential: credentialIn('bearer', bearer), from: 'header' };
  if (inHeader !== undefined)
    return { credential: credentialIn('session', inHeader), from: 'header' };
  if (inCookie !== undefined)
    return { credential: credentialIn('session', inCookie), from: 'cookie' };
  return { credential: null, from: 'nowhere' };
}

/** Node keeps the first of two `Authorization` headers and joins others. */
function refuseRepeated({ headers, rawHeaders }: IncomingMessage, cookieName: string): void {
  const { authorization } = headers;
  const repeats = (name: string): boolean =>
    rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name).length > 1;
  const sessionHeader = cookieName.toLowerCase();
  if (
    (authorization !== undefined && repeats('authorization')) ||
    (headers[sessionHeader] !== undefined && repeats(sessionHeader))
  ) {
    throw twoCredentials();
  }
}

function credentialIn(kind: Credential['kind'], text: string): Credential | null {
  return isTokenText(text) ? { kind, token: new SessionToken(text) } : null;
}

import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { isTokenText, SessionToken } from '../am/session/session-token.ts';
import { HttpError } from './http-error.ts';

/** The credential of a request, and whether a browser may have sent it unasked. */
export interface CallerOfRequest {
  /** Null where there is none, or where what is there cannot be a token. */
  readonly credential: { readonly kind: 'session' | 'bearer'; readonly token: SessionToken } | null;
  readonly from: 'header' | 'cookie' | 'nowhere';
}

/**
 * Finds AM's session token in the header of the cookie's name or in the cookie, or an access token in
 * `Authorization` (RFC 6750). Two that differ are refused, as AM refuses them (U25): nobody could tell whose
 * request it is. A cookie beside another credential is not looked at twice when it is the same session.
 */
export function callerOf(request: IncomingMessage, cookieName: string): CallerOfRequest {
  const header = request.headers[cookieName.toLowerCase()];
  const inHeader = typeof header === 'string' ? header.trim() : undefined;
  const { cookie, authorization } = request.headers;
  const inCookie = cookie === undefined ? undefined : parseCookie(cookie)[cookieName];
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

function credentialIn(kind: 'session' | 'bearer', text: string): CallerOfRequest['credential'] {
  return isTokenText(text) ? { kind, token: new SessionToken(text) } : null;
}

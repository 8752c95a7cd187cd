import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { isTokenText, SessionToken } from '../am/session-token.ts';
import { HttpError } from './http-error.ts';

/** The session token of a request, and whether a browser may have sent it unasked. */
export interface SessionOfRequest {
  /** Null where there is none, or where what is there cannot be a token. */
  readonly token: SessionToken | null;
  readonly from: 'header' | 'cookie' | 'nowhere';
}

/**
 * Finds AM's session token in the header of the cookie's name, or in the cookie. Two that differ are
 * refused, as AM refuses them (U25): nobody could tell whose request it is.
 */
export function sessionOf(request: IncomingMessage, cookieName: string): SessionOfRequest {
  const header = request.headers[cookieName.toLowerCase()];
  const inHeader = typeof header === 'string' ? header.trim() : undefined;
  const inCookie = parseCookie(request.headers.cookie ?? '')[cookieName];
  if (inHeader !== undefined && inCookie !== undefined && inHeader !== inCookie) {
    throw new HttpError(400, 'The header and the cookie carry different sessions. Send one.');
  }
  if (inHeader !== undefined) return { token: tokenOf(inHeader), from: 'header' };
  if (inCookie !== undefined) return { token: tokenOf(inCookie), from: 'cookie' };
  return { token: null, from: 'nowhere' };
}

function tokenOf(text: string): SessionToken | null {
  return isTokenText(text) ? new SessionToken(text) : null;
}

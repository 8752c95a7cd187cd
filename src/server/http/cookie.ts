import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { HttpError } from './http-error.ts';

/**
 * The value of a cookie; undefined if it is absent. A parser would use the first of two, which
 * another site may have set.
 * @throws HttpError 400 for a name that comes twice
 */
export function cookieIn({ headers }: IncomingMessage, name: string): string | undefined {
  const { cookie } = headers;
  if (cookie === undefined) return undefined;
  const pairs = cookie.split(';').filter((pair) => pair.split('=')[0]?.trim() === name);
  if (pairs.length > 1) throw twoCredentials();
  return parseCookie(cookie)[name];
}

/** The refusal of a request whose caller would be ambiguous. */
export function twoCredentials(): HttpError {
  return new HttpError(400, 'The request carries two credentials of one kind. Send one.');
}

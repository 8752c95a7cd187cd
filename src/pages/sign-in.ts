import type { IncomingMessage } from 'node:http';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import type { Realm, Realms } from '../domain/realm.ts';
import type { HttpExchange, PageRoutes } from '../server/graphql-endpoint.ts';
import { HttpError } from '../server/http-error.ts';
import type { Reply } from '../server/reply.ts';
import { readReturnPath } from './return-path.ts';

/** What a page asks for when it sends somebody to sign in. */
export interface WantedSignIn {
  readonly realm: Realm;
  /** A page of ours. */
  readonly returnTo: string;
  /** Whether to ask again although somebody is signed in, for a change that wants a fresh sign-in. */
  readonly fresh: boolean;
}

/** A way to sign in and out. */
export interface SignInWay {
  /** Sends the browser to sign in. */
  readonly start: (exchange: HttpExchange, wanted: WantedSignIn) => MaybePromise<Reply>;
  /** Ends the session at AM and here. @throws Failure where AM cannot be asked: the session goes on */
  readonly end: (exchange: HttpExchange) => Promise<Reply>;
  /** The access token behind a cookie of its own; see `PageRoutes`. */
  readonly credentialOf?: PageRoutes['credentialOf'];
  /** Answers further addresses of its own; null for every other one. */
  readonly answer?: (exchange: HttpExchange, path: string) => MaybePromise<Reply> | null;
}

/**
 * Reads `/sign-in?realm=&return=&fresh=1`. A link to it may come from anywhere; nothing happens but that somebody is
 * asked to sign in, at AM, and sees a page of ours.
 * @throws HttpError 400 for a realm that is not served or a way back that is not ours
 */
export function readWantedSignIn({ url = '' }: IncomingMessage, realms: Realms): WantedSignIn {
  const query = new URLSearchParams(url.slice(`${url}?`.indexOf('?') + 1));
  const name = query.get('realm') ?? '';
  const realm = name === '' ? realms.default : realms.byName(name);
  if (realm === undefined) throw new HttpError(400, 'This realm is not served.');
  return {
    realm,
    returnTo: readReturnPath(query.get('return')),
    fresh: query.get('fresh') === '1',
  };
}

/** Where the page goes once somebody is signed out. */
export const signedOutPath = '/signed-out';

/** Sends the browser elsewhere; the address is not told to where it goes. */
export function redirect(location: string, headers: Reply['headers'] = {}): Reply {
  return {
    status: 303,
    headers: { location, 'referrer-policy': 'no-referrer', ...headers },
    body: '',
  };
}

/** @throws HttpError 405 */
export function allowOnly({ method = '' }: IncomingMessage, methods: readonly string[]): void {
  if (methods.includes(method)) return;
  throw new HttpError(405, `Send ${methods.join(' or ')}.`, {
    headers: { allow: methods.join(', ') },
  });
}

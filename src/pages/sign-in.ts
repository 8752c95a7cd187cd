import type { IncomingMessage } from 'node:http';
import type { RequestScope } from '../am/index.ts';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import { deviceKinds } from '../domain/devices/device.ts';
import type { WantedFactor } from '../domain/people/assurance.ts';
import type { Realm, Realms } from '../domain/people/realm.ts';
import { refuseCrossSite } from '../server/caller-of.ts';
import type { HttpExchange, PageRoutes } from '../server/graphql-endpoint.ts';
import { HttpError } from '../server/http/http-error.ts';
import { loopbackHost } from '../server/http/loopback-host.ts';
import type { Reply } from '../server/http/reply.ts';

/** What a page requests when it sends a person to sign in. */
interface SignInRequest {
  readonly realm: Realm;
  /** The path of a page to return to. */
  readonly returnTo: string;
  /** Whether to require a new sign-in, even if the person is signed in. */
  readonly fresh: boolean;
  /** What the sign-in is to show; null for no second factor in particular. */
  readonly factor: WantedFactor | null;
}

/** A method to sign in and out. */
export interface SignInMethod {
  /** Redirects the browser to the sign-in. */
  readonly start: (exchange: HttpExchange, wanted: SignInRequest) => MaybePromise<Reply>;
  /**
   * Ends the session at AM and here. @throws Failure if AM does not answer; the session continues
   */
  readonly end: (exchange: HttpExchange) => Promise<Reply>;
  /** The method's own sessions; absent if the pages use AM's session. */
  readonly sessions?: Pick<PageRoutes, 'credentialOf' | 'revokeTokens'>;
  /** Answers the method's own paths; null for all others. */
  readonly answer?: (exchange: HttpExchange, path: string) => MaybePromise<Reply> | null;
}

/** The paths that the shell answers. The browser decides which page to show. */
export const shellPaths =
  /^\/(?:help-desk(?:\/.*)?|approvals(?:\/[\w=%-]{1,100})?|history|insights|threat-level|campaigns(?:\/[\w-]{1,64})?|signed-out)?$/;

/**
 * The pages to return to after a sign-in, with their query. A second slash or a backslash is
 * excluded, because browsers read a host after it.
 */
const returnPaths =
  /^\/(?:help-desk(?:\/[\w.~%@!$&'()*+,;=:-]+)*\/?|(?:approvals|campaigns)(?:\/[\w=%-]{1,100})?|history|insights|threat-level)?(?:\?[\w.~%@!$&'()*+,;=:/?-]*)?$/;

/**
 * Reads `/sign-in?realm=&return=&fresh=1&factor=OATH`. Any site may link to it; such a link only
 * makes the person sign in at AM and then see one of these pages.
 * @throws HttpError 400 for a realm that is not served or a return path that is not one of the
 *   pages
 */
export function readSignInRequest({ url = '' }: IncomingMessage, realms: Realms): SignInRequest {
  const query = new URLSearchParams(url.slice(`${url}?`.indexOf('?') + 1));
  const name = query.get('realm') ?? '';
  const realm = name === '' ? realms.default : realms.byName(name);
  if (realm === undefined) throw new HttpError(400, 'This gateway does not serve this realm.');
  return {
    realm,
    returnTo: readReturnPath(query.get('return') ?? ''),
    fresh: query.get('fresh') === '1',
    factor: factors.find((factor) => factor === query.get('factor')) ?? null,
  };
}

const factors: readonly WantedFactor[] = [...deviceKinds, 'ANY'];

function readReturnPath(text: string): string {
  if (text === '') return '/';
  const [path = ''] = text.split('?');
  // Browsers resolve dots in a path, also encoded ones.
  const hasDots = path.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  if (text.length <= 2_000 && returnPaths.test(text) && !hasDots) return text;
  throw new HttpError(400, '`return` must be the path of a page of this site.');
}

/** The request for which calls to AM are made. */
export function requestScopeOf(exchange: HttpExchange): RequestScope {
  const { correlationId, deadline, notes } = exchange;
  return { correlationId, deadline, tally: notes.tally };
}

/** The page to show after a sign-out. */
export const signedOutPath = '/signed-out';

/** Redirects the browser, without a `Referer`. */
export function redirect(location: string, headers: Reply['headers'] = {}): Reply {
  return {
    status: 303,
    headers: { location, 'referrer-policy': 'no-referrer', ...headers },
    body: '',
  };
}

/** @throws HttpError 405 for any other method */
export function allowOnly({ method }: IncomingMessage, allowed: 'GET' | 'POST'): void {
  if (method === allowed) return;
  throw new HttpError(405, `Send ${allowed}.`, { headers: { allow: allowed } });
}

/**
 * Rejects requests from other sites. A form cannot send the required header, and a script of
 * another site needs a preflight, which always fails here.
 * @throws HttpError 403
 */
export function refuseForeign(request: IncomingMessage, tlsOnly: boolean): void {
  refuseCrossSite(request, { allowedOrigins: [], tlsOnly });
  if (request.headers['x-requested-with'] !== undefined) return;
  throw new HttpError(403, 'Send the header x-requested-with.', { code: 'FORBIDDEN' });
}

/** The configured public URL, and AM's address as browsers use it. */
export interface OriginSettings {
  readonly publicUrl: string | undefined;
  readonly amUrl: URL;
}

/**
 * Returns the gateway's own origin as browsers use it. Without a public URL only loopback hosts are
 * accepted, because the client writes `Host`. If AM is on a loopback host too, its host name is
 * used: cookies depend on the name, but not on the port.
 * @throws HttpError 400 if the origin is unknown
 */
export function publicOrigin(
  { headers }: IncomingMessage,
  { publicUrl, amUrl }: OriginSettings,
): string {
  if (publicUrl !== undefined) return publicUrl;
  const local = loopbackHost.exec(headers.host ?? '');
  if (local === null) throw new HttpError(400, 'Set PUBLIC_URL to the address of this site.');
  const { hostname, host } = new URL(`http://${headers.host}`);
  if (hostname === amUrl.hostname || !loopbackHost.test(amUrl.hostname)) return `http://${host}`;
  return `http://${amUrl.hostname}:${local[1] ?? '80'}`;
}

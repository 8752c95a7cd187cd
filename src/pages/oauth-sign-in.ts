import type { IncomingMessage } from 'node:http';
import { SessionToken, type Credential, type Deadline, type Seal } from '../am/index.ts';
import { asFlag, asNumber, asText, objectOf } from '../domain/values/json.ts';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import type { CallerOfRequest } from '../server/caller-of.ts';
import { cookieIn, twoCredentials } from '../server/http/cookie.ts';
import type { HttpExchange } from '../server/graphql-endpoint.ts';
import { HttpError } from '../server/http/http-error.ts';
import { jsonReply, type Reply } from '../server/http/reply.ts';
import { escaped } from './config-block.ts';
import { BrowserCookie } from './browser-cookie.ts';
import type { PendingSignIn } from './oauth/oauth-provider.ts';
import { pageHeaders } from './page-headers.ts';
import {
  allowOnly,
  type OriginSettings,
  publicOrigin,
  redirect,
  refuseForeign,
  requestScopeOf,
  signedOutPath,
  type SignInMethod,
} from './sign-in.ts';
import { aheadMs, secretHash, storeName } from './oauth/page-sessions.ts';
import { SessionEnding, type SessionEndingOptions } from './session-ending.ts';
import { SessionRenewal } from './oauth/session-renewal.ts';

interface OAuthSignInOptions extends OriginSettings, SessionEndingOptions {
  readonly seal: Seal;
  readonly now: () => number;
  /** The name of AM's cookie. */
  readonly cookieName: (deadline: Deadline) => MaybePromise<string>;
  /** Whether the pages are served over https only. */
  readonly tlsOnly: boolean;
}

/** How long a sign-in may take. */
const pendingSeconds = 600;

/** The registered addresses to which AM sends the browser back, and its logout tokens. */
const callbackPath = '/signed-in';
const logoutPath = '/back-channel-logout';

/** Signs people in with the code flow and PKCE. The browser has one cookie, and never a token. */
export class OAuthSignIn implements SignInMethod {
  readonly #options: OAuthSignInOptions;
  readonly #cookie: BrowserCookie;
  readonly #pendingCookie: BrowserCookie;
  readonly #renewal: SessionRenewal;
  readonly #ending: SessionEnding;

  constructor(options: OAuthSignInOptions) {
    this.#options = options;
    const secure = options.publicUrl?.startsWith('https:') ?? false;
    this.#cookie = new BrowserCookie('pages', { sameSite: 'strict', secure });
    // Lax, because the browser returns from AM, which is another site.
    this.#pendingCookie = new BrowserCookie('pages-sign-in', { sameSite: 'lax', secure });
    this.#renewal = new SessionRenewal(options);
    this.#ending = new SessionEnding(options);
  }

  readonly start: SignInMethod['start'] = async (exchange, { realm, returnTo, fresh, factor }) => {
    const { provider, seal } = this.#options;
    const wanted = { realm: realm.name, returnTo, fresh, factor };
    const redirectUri = this.#callback(exchange.request);
    const request = requestScopeOf(exchange);
    const { url, pending } = await provider.begin(wanted, { redirectUri, request });
    const sealed = await seal.seal('sign-in', pending);
    const cookie = this.#pendingCookie.set(sealed, pendingSeconds);
    return redirect(url.href, { 'set-cookie': [cookie] });
  };

  readonly answer: NonNullable<SignInMethod['answer']> = (exchange, path) => {
    if (path === callbackPath) return this.#finish(exchange);
    return path === logoutPath ? this.#ending.answerLogout(exchange) : null;
  };

  readonly end: SignInMethod['end'] = async (exchange) => {
    const { request, deadline } = exchange;
    const { provider, sessions } = this.#options;
    const text = this.#cookie.in(request);
    const session = text === undefined ? null : await deadline.wait(sessions.find(text), storeName);
    if (session !== null) {
      await provider.end(session.tokens, requestScopeOf(exchange));
      await deadline.wait(sessions.end(session), storeName);
    }
    const cookies = [this.#cookie.clear(), this.#pendingCookie.clear()];
    return jsonReply(200, { location: signedOutPath }, { 'set-cookie': cookies });
  };

  readonly sessions: NonNullable<SignInMethod['sessions']> = {
    credentialOf: (request, deadline, other) => {
      const text = this.#cookie.in(request);
      return text === undefined ? undefined : this.#credentialOf(text, request, deadline, other);
    },
    revokeTokens: (removed, request) => this.#ending.revokeTokens(removed, request),
  };

  async #credentialOf(
    text: string,
    request: IncomingMessage,
    deadline: Deadline,
    other: CallerOfRequest,
  ): Promise<Credential | null> {
    if (other.from === 'header') throw twoCredentials();
    refuseForeign(request, this.#options.tlsOnly);
    const found = await deadline.wait(this.#options.sessions.find(text), storeName);
    if (found === null) return null;
    const amToken = other.credential?.token.reveal();
    // Where AM's cookie reaches this site, it is accepted beside the session that it led to.
    const isOther = amToken !== undefined && secretHash(amToken) !== found.tokens.amSession;
    if (isOther) throw twoCredentials();
    const session = await deadline.wait(this.#renewal.renewed(found), storeName);
    if (session === null) return null;
    const { accessToken, realm, signedInAt: at, assurance = [] } = session.tokens;
    const pages = { realm, signedInAt: at === null ? null : new Date(at), assurance };
    return { kind: 'bearer', token: new SessionToken(accessToken), pages };
  }

  async #finish(exchange: HttpExchange): Promise<Reply> {
    const { request, deadline } = exchange;
    allowOnly(request, 'GET');
    const { provider, sessions, personOf, cookieName } = this.#options;
    const query = (request.url ?? '').slice(callbackPath.length);
    // The browser sends the cookie of an earlier session only if a page of this site continues.
    if (request.headers['sec-fetch-site'] === 'cross-site')
      return continueTo(`${callbackPath}${query}`);
    const pending = await this.#pending(request);
    const address = new URL(`${this.#callback(request)}${query}`);
    const scope = requestScopeOf(exchange);
    const finished = pending === null ? null : await provider.finish(address, pending, scope);
    if (pending === null || finished === null) {
      const headers = { 'set-cookie': this.#pendingCookie.clear() };
      const message = 'This sign-in did not start here, or it has expired. Sign in again.';
      throw new HttpError(400, message, { headers });
    }
    const { tokens, subject, issuerSession } = finished;
    const person = await personOf(tokens.realm, subject, scope);
    const amCookie = cookieIn(request, await cookieName(deadline));
    const amSession = amCookie === undefined ? null : secretHash(amCookie);
    const replaced = this.#cookie.in(request);
    if (replaced !== undefined) await this.#ending.endReplaced(replaced, exchange);
    const begun = sessions.begin({ ...tokens, amSession }, { person, issuerSession });
    const text = await deadline.wait(begun, storeName);
    const cookies = [this.#cookie.set(text), this.#pendingCookie.clear()];
    return continueTo(pending.returnTo, cookies);
  }

  async #pending(request: IncomingMessage): Promise<PendingSignIn | null> {
    const { seal, now } = this.#options;
    const sealed = this.#pendingCookie.in(request);
    const pending = sealed === undefined ? null : await seal.open('sign-in', sealed, pendingSignIn);
    if (pending === null) return null;
    const ageMs = now() - pending.startedAt;
    // A start in the far future means that the clock was set back.
    return ageMs > -aheadMs && ageMs < pendingSeconds * 1000 ? pending : null;
  }

  #callback(request: IncomingMessage): string {
    return `${publicOrigin(request, this.#options)}${callbackPath}`;
  }
}

/**
 * Continues to a page from a page of this site: after a redirect from AM, another site, browsers do
 * not send a Strict cookie.
 */
function continueTo(path: string, cookies: string[] = []): Reply {
  return {
    status: 200,
    headers: {
      ...pageHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'set-cookie': cookies,
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${escaped(path)}"><title>…</title></html>`,
  };
}

const pendingSignIn = objectOf<PendingSignIn>({
  realm: asText,
  returnTo: asText,
  state: asText,
  nonce: asText,
  verifier: asText,
  fresh: asFlag,
  startedAt: asNumber,
});

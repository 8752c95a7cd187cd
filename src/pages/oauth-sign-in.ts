import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deadline } from '../am/deadline.ts';
import type { Asking } from '../am/http/outside-http.ts';
import type { Credential } from '../am/session/credential.ts';
import { SessionToken } from '../am/session/session-token.ts';
import type { HttpExchange } from '../server/graphql-endpoint.ts';
import { HttpError } from '../server/http-error.ts';
import { jsonReply } from '../server/reply.ts';
import type { Reply } from '../server/reply.ts';
import { OAuthCookies } from './oauth-cookies.ts';
import type { OAuthProvider, PendingSignIn } from './oauth-provider.ts';
import { pageHeaders } from './page-headers.ts';
import { publicOrigin } from './public-origin.ts';
import type { OriginSettings } from './public-origin.ts';
import { aheadMs } from './page-sessions.ts';
import type { PageSession, PageTokens, SessionKeeping } from './page-sessions.ts';
import type { Seal } from './seal.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { allowOnly, redirect, signedOutPath } from './sign-in.ts';
import type { SignInWay } from './sign-in.ts';

/** What signing in by OAuth needs. */
export interface OAuthSignInOptions extends OriginSettings {
  readonly provider: OAuthProvider;
  readonly sessions: SessionKeeping;
  readonly seal: Seal;
  readonly now: () => number;
  /** Whether the pages are served by https alone. */
  readonly tlsOnly: boolean;
}

/** How long a sign-in may take, and how long before its end an access token is renewed. */
const pendingSeconds = 600;
const marginMs = 30_000;

/** What a request may have no time left for. */
const kept = 'the session of the pages';

/** How often a process looks whether another one has renewed tokens. */
const lookMs = 50;

/** The registered address to which AM sends the browser back. */
const callbackPath = '/signed-in';

/**
 * Signs people in by the code flow with PKCE. The browser has one cookie, and never a token.
 */
export class OAuthSignIn implements SignInWay {
  readonly #options: OAuthSignInOptions;
  readonly #cookies: OAuthCookies;
  /** Renewals under way in this process, by session. */
  readonly #renewals = new Map<string, Promise<PageSession | null>>();

  constructor(options: OAuthSignInOptions) {
    this.#options = options;
    this.#cookies = new OAuthCookies(options.publicUrl?.startsWith('https:') ?? false);
  }

  readonly start: SignInWay['start'] = async (exchange, { realm, returnTo, fresh }) => {
    const { provider, seal } = this.#options;
    const wanted = { realm: realm.name, returnTo, fresh };
    const redirectUri = this.#callback(exchange.request);
    const asking = askingOf(exchange);
    const { url, pending } = await provider.begin(wanted, { redirectUri, asking });
    const sealed = await seal.seal('sign-in', pending);
    return redirect(url.href, { 'set-cookie': [this.#cookies.setPending(sealed, pendingSeconds)] });
  };

  readonly answer: NonNullable<SignInWay['answer']> = (exchange, path) =>
    path === callbackPath ? this.#finish(exchange) : null;

  readonly end: SignInWay['end'] = async (exchange) => {
    const { request, deadline } = exchange;
    const { provider, sessions } = this.#options;
    const text = this.#cookies.session(request);
    const session = text === undefined ? null : await deadline.wait(sessions.find(text), kept);
    if (session !== null) {
      await provider.end(session.tokens, askingOf(exchange));
      await deadline.wait(sessions.end(session), kept);
    }
    const gone = [this.#cookies.clearSession(), this.#cookies.clearPending()];
    return jsonReply(200, { location: signedOutPath }, { 'set-cookie': gone });
  };

  /** The access token behind the cookie of a request; undefined where it has no such cookie, null where it is not good. */
  readonly credentialOf = async (
    request: IncomingMessage,
    deadline: Deadline,
  ): Promise<Credential | null | undefined> => {
    const text = this.#cookies.session(request);
    if (text === undefined) return undefined;
    refuseForeign(request, this.#options.tlsOnly);
    const fresh = await deadline.wait(this.#sessionOf(text), kept);
    if (fresh === null) return null;
    const { accessToken, realm, signedInAt } = fresh.tokens;
    const pages = { realm, signedInAt: signedInAt === null ? null : new Date(signedInAt) };
    return { kind: 'bearer', token: new SessionToken(accessToken), pages };
  };

  async #sessionOf(text: string): Promise<PageSession | null> {
    const session = await this.#options.sessions.find(text);
    return session === null ? null : this.#renewed(session);
  }

  async #finish(exchange: HttpExchange): Promise<Reply> {
    const { request, deadline } = exchange;
    allowOnly(request, ['GET']);
    const { provider, sessions } = this.#options;
    const pending = await this.#pending(request);
    const query = (request.url ?? '').slice(callbackPath.length);
    const address = new URL(`${this.#callback(request)}${query}`);
    const tokens =
      pending === null ? null : await provider.finish(address, pending, askingOf(exchange));
    if (pending === null || tokens === null) {
      throw new HttpError(
        400,
        'This sign-in is not one that began here, or it has ended. Sign in again.',
        {
          headers: { 'set-cookie': this.#cookies.clearPending() },
        },
      );
    }
    const text = await deadline.wait(sessions.begin(tokens), kept);
    const cookies = [this.#cookies.setSession(text), this.#cookies.clearPending()];
    return hop(pending.returnTo, cookies);
  }

  async #pending(request: IncomingMessage): Promise<PendingSignIn | null> {
    const { seal, now } = this.#options;
    const text = this.#cookies.pending(request);
    const pending = text === undefined ? null : readPending(await seal.open('sign-in', text));
    if (pending === null) return null;
    const ageMs = now() - pending.startedAt;
    // One that begins later than now is of a time that was set back since.
    return ageMs > -aheadMs && ageMs < pendingSeconds * 1000 ? pending : null;
  }

  /** The session with an access token that is good for a while. */
  #renewed(session: PageSession): Promise<PageSession | null> | PageSession {
    if (!this.#isEnding(session)) return session;
    const underWay = this.#renewals.get(session.id) ?? this.#renew(session);
    this.#renewals.set(session.id, underWay);
    return underWay;
  }

  #isEnding({ tokens: { expiresAt } }: PageSession): boolean {
    return expiresAt !== null && expiresAt - marginMs <= this.#options.now();
  }

  /** Renews the tokens, or waits for the process that does. */
  async #renew(session: PageSession): Promise<PageSession | null> {
    const { sessions } = this.#options;
    try {
      let seen: PageSession | null = session;
      while (seen !== null && this.#isEnding(seen)) {
        const claimed = await sessions.claim(seen);
        if (claimed !== null) return await this.#renewClaimed(claimed);
        await sleep(lookMs);
        seen = await sessions.findAgain(session);
      }
      return seen;
    } finally {
      this.#renewals.delete(session.id);
    }
  }

  async #renewClaimed(claimed: PageSession): Promise<PageSession | null> {
    const { provider, sessions } = this.#options;
    let tokens: PageTokens | null;
    try {
      tokens = await provider.renew(claimed.tokens);
    } catch (error) {
      // AM cannot be asked: the next request tries again.
      await sessions.keep(claimed, claimed.tokens);
      throw error;
    }
    if (tokens !== null) return sessions.keep(claimed, tokens);
    await sessions.end(claimed);
    return null;
  }

  #callback(request: IncomingMessage): string {
    return `${publicOrigin(request, this.#options)}${callbackPath}`;
  }
}

function askingOf({ correlationId, deadline, notes: { tally } }: HttpExchange): Asking {
  return { correlationId, deadline, tally };
}

/**
 * Goes on to a page of ours by a page of ours. Browsers do not send a Strict cookie with a request that another site
 * has caused, a redirect from AM among them. The path is one of the allowed, which have no mark that means something in HTML but `&`.
 */
function hop(path: string, cookies: string[]): Reply {
  const target = path.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  return {
    status: 200,
    headers: {
      ...pageHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'set-cookie': cookies,
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${target}"><title>…</title></html>`,
  };
}

function readPending(value: unknown): PendingSignIn | null {
  if (typeof value !== 'object' || value === null) return null;
  const told = new Map<string, unknown>(Object.entries(value));
  const textOf = (name: string): string => String(told.get(name));
  const startedAt = told.get('startedAt');
  if (typeof startedAt !== 'number') return null;
  return {
    realm: textOf('realm'),
    returnTo: textOf('returnTo'),
    state: textOf('state'),
    nonce: textOf('nonce'),
    verifier: textOf('verifier'),
    fresh: told.get('fresh') === true,
    startedAt,
  };
}

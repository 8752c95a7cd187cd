import { amFailure, type RequestScope } from '../am/index.ts';
import type { EndedPageSessions } from '../domain/people/page-session.ts';
import type { HttpExchange, PageRoutes } from '../server/graphql-endpoint.ts';
import { readBytes } from '../server/graphql-request.ts';
import { HttpError } from '../server/http/http-error.ts';
import type { Reply } from '../server/http/reply.ts';
import { issuerSessionOf } from './oauth/logout-token.ts';
import type { OAuthProvider } from './oauth/oauth-provider.ts';
import { storeName, type SessionKeeping } from './oauth/page-sessions.ts';
import { allowOnly, requestScopeOf } from './sign-in.ts';

/** What ends sessions, and how their person is found. */
export interface SessionEndingOptions {
  readonly provider: OAuthProvider;
  readonly sessions: SessionKeeping;
  /** Returns the `personKey` of a token's subject. @throws Failure if AM does not answer */
  readonly personOf: (realm: string, subject: string, request: RequestScope) => Promise<string>;
}

/** The limit of a request with a logout token, in bytes. */
const logoutLimit = 16_384;

/** Ends sessions of the pages without their browser, and revokes their refresh tokens. */
export class SessionEnding {
  readonly #options: SessionEndingOptions;

  constructor(options: SessionEndingOptions) {
    this.#options = options;
  }

  readonly revokeTokens: NonNullable<PageRoutes['revokeTokens']> = async (removed, request) => {
    const { provider, sessions } = this.#options;
    const tokens = await sessions.tokensOf(removed);
    const revoked = await Promise.all(tokens.map((each) => provider.revoke(each, request)));
    if (revoked.every((isDone) => isDone)) return;
    throw amFailure('UPSTREAM_ERROR', 'AM refused to revoke a refresh token');
  };

  /** Ends the session whose cookie a sign-in replaces. AM's session may be that of the sign-in. */
  async endReplaced(text: string, exchange: HttpExchange): Promise<void> {
    const { provider, sessions } = this.#options;
    const { deadline } = exchange;
    const session = await deadline.wait(sessions.find(text), storeName);
    if (session === null) return;
    await deadline.wait(sessions.end(session), storeName);
    await provider.revoke(session.tokens, requestScopeOf(exchange));
  }

  /** Ends the sessions that a logout token names (OpenID Connect Back-Channel Logout 1.0 §2.5). */
  async answerLogout(exchange: HttpExchange): Promise<Reply> {
    const { request, deadline } = exchange;
    allowOnly(request, 'POST');
    const { provider, sessions, personOf } = this.#options;
    const form = new URLSearchParams(await readBytes(request, logoutLimit));
    const verified = provider.readLogoutToken(form.get('logout_token') ?? '');
    const token = await deadline.wait(verified, "the issuer's keys");
    if (token === null) throw new HttpError(400, 'This is not a valid logout token.');
    const { realms, id, subject, session } = token;
    const scope = requestScopeOf(exchange);
    const meant = realms.map(async (realm) => ({
      person: subject === null ? null : await personOf(realm, subject, scope),
      issuerSession: issuerSessionOf(realm, session),
    }));
    const all = await Promise.all(meant);
    const end = () => Promise.all(all.map((which) => this.#endAll(which, scope)));
    const isFirst = await deadline.wait(sessions.once(`${realms[0]} ${id}`, end), storeName);
    if (!isFirst) throw new HttpError(400, 'This logout token has been used before.');
    return { status: 200, headers: {}, body: '' };
  }

  /** Returns for each session whether its refresh token is revoked. */
  async #endAll(which: EndedPageSessions, request: RequestScope): Promise<readonly boolean[]> {
    const { provider, sessions } = this.#options;
    const ended = await request.deadline.wait(sessions.endAll(which), storeName);
    return Promise.all(ended.map((tokens) => provider.revoke(tokens, request)));
  }
}

import * as oauth from 'openid-client';
import { Agent, fetch } from 'undici';
import { createConnector } from '../am/http/connector.ts';
import { Failure } from '../domain/failure.ts';
import type { Live } from '../domain/live.ts';
import type { PageTokens } from './page-sessions.ts';

/** The client of the pages at AM, and the issuer of each realm. */
export interface ProviderOptions {
  readonly issuers: ReadonlyMap<string, string>;
  readonly clientId: string;
  readonly clientSecret: Live<string>;
  readonly scopes: readonly string[];
  readonly ca: Live<string> | undefined;
  readonly timeoutMs: number;
  readonly now: () => number;
}

/** What of a sign-in is remembered until the browser comes back. */
export interface PendingSignIn {
  readonly realm: string;
  readonly returnTo: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly fresh: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** AM as the OAuth provider of the pages: the code flow with PKCE, by a client that keeps its secret on the server. */
export class OAuthProvider {
  readonly #options: ProviderOptions;
  readonly #agent: Agent;
  readonly #known = new Map<string, Promise<oauth.Configuration>>();

  constructor(options: ProviderOptions) {
    const { ca, timeoutMs } = options;
    this.#options = options;
    this.#agent = new Agent({ connect: createConnector({ ca, connectTimeoutMs: timeoutMs }) });
  }

  /** The address for a sign-in, and what is remembered of it. */
  async begin(
    { realm, returnTo, fresh }: Pick<PendingSignIn, 'realm' | 'returnTo' | 'fresh'>,
    redirectUri: string,
  ): Promise<{ readonly url: URL; readonly pending: PendingSignIn }> {
    const config = await this.#configuration(realm);
    const pending = {
      realm,
      returnTo,
      fresh,
      state: oauth.randomState(),
      nonce: oauth.randomNonce(),
      verifier: oauth.randomPKCECodeVerifier(),
      startedAt: this.#options.now(),
    };
    const url = oauth.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: this.#options.scopes.join(' '),
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      ...(fresh && { prompt: 'login', max_age: '0' }),
    });
    return { url, pending };
  }

  /** The tokens for the address that the browser came back with; null for one that does not belong to the sign-in. */
  async finish(address: URL, pending: PendingSignIn): Promise<PageTokens | null> {
    const config = await this.#configuration(pending.realm);
    const ageSeconds = Math.max(0, Math.ceil((this.#options.now() - pending.startedAt) / 1000));
    try {
      const checks = {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
        // A fresh sign-in is one that was made after it was asked for.
        ...(pending.fresh && { maxAge: ageSeconds }),
      };
      const ask = (): ReturnType<typeof oauth.authorizationCodeGrant> =>
        oauth.authorizationCodeGrant(config, address, checks);
      const answer = await this.#asClient(ask);
      return this.#tokensOf(answer, { realm: pending.realm, refreshToken: null, idToken: '' });
    } catch (error) {
      return refusedOr(error);
    }
  }

  /** Renewed tokens; null where the issuer renews them no longer. */
  async renew(tokens: PageTokens): Promise<PageTokens | null> {
    const { realm, refreshToken } = tokens;
    if (refreshToken === null) return null;
    const config = await this.#configuration(realm);
    try {
      const answer = await this.#asClient(() => oauth.refreshTokenGrant(config, refreshToken));
      return this.#tokensOf(answer, tokens);
    } catch (error) {
      return refusedOr(error);
    }
  }

  /** Ends AM's session and takes the refresh token back. @throws Failure where AM cannot be asked */
  async end(tokens: PageTokens): Promise<void> {
    const { realm, refreshToken } = tokens;
    const config = await this.#configuration(realm);
    const { end_session_endpoint: endpoint } = config.serverMetadata();
    try {
      if (refreshToken !== null) {
        await this.#asClient(() => oauth.tokenRevocation(config, refreshToken));
      }
      if (endpoint === undefined) return;
      // Asked by the server: the browser never has the ID token, and need not come back from AM.
      const body = new URLSearchParams({
        id_token_hint: tokens.idToken,
        client_id: this.#options.clientId,
      });
      const answer = await this.#fetch(endpoint, { method: 'POST', body });
      if (answer.status >= 500) throw unavailable(`endSession answered ${answer.status}`);
    } catch (error) {
      refusedOr(error);
    }
  }

  /** Asks as the client of the pages; once more where its secret was refused, and its file holds another one now. */
  async #asClient<T>(ask: () => Promise<T>): Promise<T> {
    const { clientSecret } = this.#options;
    const used = clientSecret.current;
    try {
      return await ask();
    } catch (error) {
      const isRefused = error instanceof Error && 'status' in error && error.status === 401;
      if (isRefused && clientSecret.rereadAfter(used)) return ask();
      throw error;
    }
  }

  #tokensOf(
    answer: oauth.TokenEndpointResponse & oauth.TokenEndpointResponseHelpers,
    before: Pick<PageTokens, 'realm' | 'refreshToken' | 'idToken'>,
  ): PageTokens {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = answer;
    const seconds = answer.expiresIn();
    return {
      realm: before.realm,
      accessToken,
      refreshToken: refreshToken ?? before.refreshToken,
      idToken: idToken ?? before.idToken,
      expiresAt: seconds === undefined ? null : this.#options.now() + seconds * 1000,
    };
  }

  /** Discovery, kept once it has succeeded. */
  async #configuration(realm: string): Promise<oauth.Configuration> {
    const known = this.#known.get(realm) ?? this.#discover(realm);
    this.#known.set(realm, known);
    try {
      return await known;
    } catch (error) {
      this.#known.delete(realm);
      throw error instanceof Failure
        ? error
        : unavailable('the issuer cannot be discovered', error);
    }
  }

  async #discover(realm: string): Promise<oauth.Configuration> {
    const { issuers, clientId, clientSecret, timeoutMs } = this.#options;
    const issuer = issuers.get(realm);
    if (issuer === undefined) throw new Failure('BAD_USER_INPUT', 'Nobody signs in to this realm.');
    const isPlain = new URL(issuer).protocol === 'http:';
    return oauth.discovery(
      new URL(issuer),
      clientId,
      undefined,
      // The secret of now, which may have been replaced since the discovery.
      (...request) => oauth.ClientSecretBasic(clientSecret.current)(...request),
      {
        timeout: Math.ceil(timeoutMs / 1000),
        // The configuration allows it on this machine alone.
        execute: isPlain ? [oauth.allowInsecureRequests] : [],
        [oauth.customFetch]: (url, options) => this.#fetch(url, options),
      },
    );
  }

  async #fetch(
    url: string,
    {
      method,
      headers = {},
      body,
      signal,
    }: {
      readonly method: string;
      readonly headers?: Record<string, string>;
      readonly body?: unknown;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<Response> {
    const answer = await fetch(url, {
      method,
      headers,
      body: body instanceof URLSearchParams ? body : null,
      signal: signal ?? AbortSignal.timeout(this.#options.timeoutMs),
      redirect: 'manual',
      dispatcher: this.#agent,
    });
    const text = [204, 205, 304].includes(answer.status) ? null : await answer.text();
    return new Response(text, {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
    });
  }
}

/** Null for an answer that refuses; @throws Failure where the issuer cannot be asked */
function refusedOr(error: unknown): null {
  if (error instanceof Failure) throw error;
  const isRefused =
    error instanceof oauth.AuthorizationResponseError ||
    (error instanceof oauth.ResponseBodyError && error.status < 500) ||
    (error instanceof oauth.ClientError &&
      !/TIMEOUT|RESPONSE_IS_NOT_CONFORM/.test(error.code ?? ''));
  if (isRefused) return null;
  throw unavailable('the issuer of the pages cannot be asked', error);
}

function unavailable(detail: string, cause?: unknown): Failure {
  return new Failure(
    'UPSTREAM_UNAVAILABLE',
    'Access Management does not answer. Try again later.',
    {
      detail,
      cause,
    },
  );
}

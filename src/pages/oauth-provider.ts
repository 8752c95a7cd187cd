import * as oauth from 'openid-client';
import type { Asking } from '../am/http/outside-http.ts';
import { failureIn, OAuthIssuers, unavailable } from './oauth-issuers.ts';
import type { IssuerPlace, IssuersOptions } from './oauth-issuers.ts';
import type { PageTokens } from './page-sessions.ts';

/** The client of the pages at AM, and the issuer of each realm. */
export interface ProviderOptions extends IssuersOptions {
  readonly scopes: readonly string[];
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

/** How far the clocks of AM and this machine may differ where a sign-in has to be new. */
const toleranceMs = 30_000;

/** AM as the OAuth provider of the pages: the code flow with PKCE, by a client that keeps its secret on the server. */
export class OAuthProvider {
  readonly #options: ProviderOptions;
  readonly #issuers: OAuthIssuers;

  constructor(options: ProviderOptions) {
    this.#options = options;
    this.#issuers = new OAuthIssuers(options);
  }

  /** The address for a sign-in, and what is remembered of it. */
  async begin(
    { realm, returnTo, fresh }: Pick<PendingSignIn, 'realm' | 'returnTo' | 'fresh'>,
    { redirectUri, asking }: { readonly redirectUri: string; readonly asking: Asking },
  ): Promise<{ readonly url: URL; readonly pending: PendingSignIn }> {
    const config = await this.#issuers.of({ realm, asking });
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
      // An age has AM tell when the sign-in was. Zero is asked for again by OpenAM, and refused, when the person comes back.
      ...(fresh && { prompt: 'login', max_age: '60' }),
    });
    return { url, pending };
  }

  /** The tokens for the address that the browser came back with; null for one that does not belong to the sign-in. */
  async finish(address: URL, pending: PendingSignIn, asking: Asking): Promise<PageTokens | null> {
    const config = await this.#issuers.of({ realm: pending.realm, asking });
    try {
      const checks = {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      };
      const ask = (): ReturnType<typeof oauth.authorizationCodeGrant> =>
        oauth.authorizationCodeGrant(config, address, checks);
      const answer = await this.#asClient(ask);
      const signedInAt = signInTimeIn(answer.claims());
      // A fresh sign-in is one that was made after it was asked for.
      const isOld = signedInAt === null || signedInAt < pending.startedAt - toleranceMs;
      if (pending.fresh && isOld) return null;
      const { realm } = pending;
      return this.#tokensOf(answer, { realm, refreshToken: null, idToken: '', signedInAt });
    } catch (error) {
      return refusedOr(error);
    }
  }

  /** Renewed tokens; null where the issuer renews them no longer. By no deadline of a request: others may wait for them, too. */
  async renew(tokens: PageTokens): Promise<PageTokens | null> {
    const { realm, refreshToken } = tokens;
    if (refreshToken === null) return null;
    const config = await this.#issuers.of({ realm });
    try {
      const answer = await this.#asClient(() => oauth.refreshTokenGrant(config, refreshToken));
      return this.#tokensOf(answer, tokens);
    } catch (error) {
      return refusedOr(error);
    }
  }

  /** Ends AM's session and takes the refresh token back. @throws Failure where AM cannot be asked */
  async end(tokens: PageTokens, asking: Asking): Promise<void> {
    const { realm, refreshToken } = tokens;
    const place = { realm, asking };
    const config = await this.#issuers.of(place);
    if (refreshToken !== null) {
      const revoke = (): Promise<void> => oauth.tokenRevocation(config, refreshToken);
      await this.#asClient(revoke).catch(refusedOr);
    }
    await this.#endSession(place, config, tokens).catch(refusedOr);
  }

  /** Asked by the server: the browser never has the ID token, and need not come back from AM. */
  async #endSession(
    place: IssuerPlace,
    config: oauth.Configuration,
    { idToken }: PageTokens,
  ): Promise<void> {
    const { end_session_endpoint: endpoint } = config.serverMetadata();
    if (endpoint === undefined) return;
    const { clientId } = this.#options;
    const query = new URLSearchParams({ id_token_hint: idToken, client_id: clientId });
    let { status } = await this.#issuers.fetch(place, endpoint, { method: 'POST', body: query });
    // OpenAM takes no POST, against OpenID Connect RP-Initiated Logout §2.
    if (status === 405)
      ({ status } = await this.#issuers.fetch(place, `${endpoint}?${query.toString()}`, {
        method: 'GET',
      }));
    if (status >= 500) throw unavailable(`endSession answered ${status}`);
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
    before: Pick<PageTokens, 'realm' | 'refreshToken' | 'idToken' | 'signedInAt'>,
  ): PageTokens {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = answer;
    const seconds = answer.expiresIn();
    return {
      realm: before.realm,
      signedInAt: before.signedInAt,
      accessToken,
      refreshToken: refreshToken ?? before.refreshToken,
      idToken: idToken ?? before.idToken,
      expiresAt: seconds === undefined ? null : this.#options.now() + seconds * 1000,
    };
  }
}

/** When the person signed in, in epoch milliseconds: `auth_time`, which OpenAM misspells (contract §11). */
function signInTimeIn(claims: oauth.IDToken | undefined): number | null {
  const seconds = claims?.auth_time ?? claims?.['auth:time'];
  return typeof seconds === 'number' ? seconds * 1000 : null;
}

/** Null for an answer of the issuer that refuses; @throws Failure where the issuer cannot be asked, or somebody else answers */
function refusedOr(error: unknown): null {
  const isRefused =
    error instanceof oauth.AuthorizationResponseError ||
    (error instanceof oauth.ResponseBodyError && error.status < 500 && error.status !== 429) ||
    (error instanceof oauth.ClientError && isOfAnswer(error));
  if (isRefused) return null;
  throw failureIn(error) ?? unavailable('the issuer of the pages cannot be asked', error);
}

/** Whether the library refuses what the issuer has answered, and did not just fail to get an answer. */
function isOfAnswer({ code = 'NONE' }: oauth.ClientError): boolean {
  return !/NONE|TIMEOUT|ABORT|RESPONSE_IS_NOT|PARSE_ERROR/.test(code);
}

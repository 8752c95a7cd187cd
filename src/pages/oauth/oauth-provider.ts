import * as oauth from 'openid-client';
import { amFailure, assuranceOf, type RequestScope } from '../../am/index.ts';
import type { WantedFactor } from '../../domain/people/assurance.ts';
import { causingFailure, OAuthIssuers } from './oauth-issuers.ts';
import type { IssuerRef, IssuersOptions } from './oauth-issuers.ts';
import { issuerSessionOf, readLogoutToken, type LogoutToken } from './logout-token.ts';
import type { PageTokens } from './page-sessions.ts';

interface ProviderOptions extends IssuersOptions {
  readonly scopes: readonly string[];
  /** What to ask the issuer for, so that tokens show a factor (`acr_values`); may be empty. */
  readonly acrValuesFor: (factor: WantedFactor) => readonly string[];
  readonly now: () => number;
}

/** A sign-in in progress, stored in a cookie until the browser returns. */
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

/** A sign-in that a page wants. */
type WantedSignIn = Pick<PendingSignIn, 'realm' | 'returnTo' | 'fresh'> & {
  readonly factor: WantedFactor | null;
};

/** A finished sign-in. */
interface FinishedSignIn {
  readonly tokens: PageTokens;
  /** The claims of the ID token that say whose session it is. */
  readonly subject: string;
  readonly issuerSession: string | null;
}

/** The allowed clock difference to AM if a fresh sign-in is required. */
const toleranceMs = 30_000;

/** AM as the OAuth provider of the pages: the code flow with PKCE and a confidential client. */
export class OAuthProvider {
  readonly #options: ProviderOptions;
  readonly #issuers: OAuthIssuers;

  constructor(options: ProviderOptions) {
    this.#options = options;
    this.#issuers = new OAuthIssuers(options);
  }

  /** Returns the URL for a sign-in, and the state to store. */
  async begin(
    { realm, returnTo, fresh, factor }: WantedSignIn,
    { redirectUri, request }: { readonly redirectUri: string; readonly request: RequestScope },
  ): Promise<{ readonly url: URL; readonly pending: PendingSignIn }> {
    const config = await this.#issuers.of({ realm, request });
    const pending = {
      realm,
      returnTo,
      fresh,
      state: oauth.randomState(),
      nonce: oauth.randomNonce(),
      verifier: oauth.randomPKCECodeVerifier(),
      startedAt: this.#options.now(),
    };
    const acrValues = factor === null ? [] : this.#options.acrValuesFor(factor);
    const url = oauth.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: this.#options.scopes.join(' '),
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      // With `max_age`, AM returns `auth_time`. OpenAM fails after the sign-in if it is zero.
      ...(fresh && { prompt: 'login', max_age: '60' }),
      ...(acrValues.length > 0 && { acr_values: acrValues.join(' ') }),
    });
    return { url, pending };
  }

  /** Exchanges the callback URL for tokens; null if the URL does not belong to the sign-in. */
  async finish(
    address: URL,
    pending: PendingSignIn,
    request: RequestScope,
  ): Promise<FinishedSignIn | null> {
    const { realm, startedAt } = pending;
    const config = await this.#issuers.of({ realm, request });
    const checks = {
      pkceCodeVerifier: pending.verifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    };
    const answer = await this.#call(() => oauth.authorizationCodeGrant(config, address, checks));
    const claims = answer?.claims();
    if (answer === null || claims === undefined) return null;
    const signedInAt = signInTimeIn(claims);
    // A fresh sign-in must be later than its request.
    const isOld = signedInAt === null || signedInAt < startedAt - toleranceMs;
    if (pending.fresh && isOld) return null;
    const none = { refreshToken: null, idToken: '', amSession: null };
    const assurance = assuranceOf(claims);
    const tokens = this.#tokensOf(answer, { ...none, realm, signedInAt, assurance });
    const issuerSession = issuerSessionOf(realm, claims['sid']);
    return { tokens, subject: claims.sub, issuerSession };
  }

  /**
   * Renews tokens; null if the issuer refuses. Several requests may wait, so none sets a deadline.
   */
  async renew(tokens: PageTokens): Promise<PageTokens | null> {
    const { realm, refreshToken } = tokens;
    if (refreshToken === null) return null;
    const config = await this.#issuers.of({ realm });
    const answer = await this.#call(() => oauth.refreshTokenGrant(config, refreshToken));
    return answer && this.#tokensOf(answer, tokens);
  }

  /**
   * Revokes the refresh token (RFC 7009); returns false if AM refuses.
   * @throws Failure if AM does not answer
   */
  async revoke({ realm, refreshToken }: PageTokens, request?: RequestScope): Promise<boolean> {
    if (refreshToken === null) return true;
    const config = await this.#issuers.of({ realm, request });
    return (await this.#call(() => oauth.tokenRevocation(config, refreshToken))) !== null;
  }

  /** Ends AM's session and revokes the refresh token. @throws Failure if AM does not answer */
  async end(tokens: PageTokens, request: RequestScope): Promise<void> {
    await this.revoke(tokens, request);
    const ref = { realm: tokens.realm, request };
    const { end_session_endpoint: endpoint } = (await this.#issuers.of(ref)).serverMetadata();
    if (endpoint === undefined) return;
    await this.#call(() => this.#endSession(ref, endpoint, tokens.idToken));
  }

  /** Verifies a logout token; null if it is not valid. @throws Failure if AM does not answer */
  readLogoutToken(text: string): Promise<LogoutToken | null> {
    const { issuers, clientId, now } = this.#options;
    return readLogoutToken(text, { issuers, clientId, now, keysOf: this.#issuers.keysOf });
  }

  /** Calls AM from the server: the browser never has the ID token. */
  async #endSession(ref: IssuerRef, endpoint: string, idToken: string): Promise<void> {
    const { clientId } = this.#options;
    const query = new URLSearchParams({ id_token_hint: idToken, client_id: clientId });
    let { status } = await this.#issuers.fetch(ref, endpoint, { method: 'POST', body: query });
    // OpenAM does not accept POST, contrary to OpenID Connect RP-Initiated Logout §2.
    if (status === 405) {
      const url = `${endpoint}?${query.toString()}`;
      ({ status } = await this.#issuers.fetch(ref, url, {}));
    }
    if (status >= 500) throw amFailure('UPSTREAM_UNAVAILABLE', `endSession answered ${status}`);
  }

  /**
   * Calls the issuer; null if it refuses. Repeats the call once if the client secret was refused
   * and its file contains a new one. @throws Failure if the issuer does not answer
   */
  async #call<T>(call: () => Promise<T>): Promise<T | null> {
    const { clientSecret } = this.#options;
    const used = clientSecret.current;
    try {
      return await call();
    } catch (error) {
      const isRefused = error instanceof Error && 'status' in error && error.status === 401;
      const canRepeat = isRefused && clientSecret.rereadAfter(used);
      return canRepeat ? call().catch(refusedOr) : refusedOr(error);
    }
  }

  #tokensOf(
    answer: oauth.TokenEndpointResponse & oauth.TokenEndpointResponseHelpers,
    before: Omit<PageTokens, 'accessToken' | 'expiresAt'>,
  ): PageTokens {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = answer;
    const seconds = answer.expiresIn();
    return {
      ...before,
      accessToken,
      refreshToken: refreshToken ?? before.refreshToken,
      idToken: idToken ?? before.idToken,
      expiresAt: seconds === undefined ? null : this.#options.now() + seconds * 1000,
    };
  }
}

/** Returns `auth_time`, which OpenAM misspells (contract §11), in epoch milliseconds. */
function signInTimeIn(claims: oauth.IDToken): number | null {
  const seconds = claims.auth_time ?? claims['auth:time'];
  return typeof seconds === 'number' ? seconds * 1000 : null;
}

/** Returns null if the issuer refused. @throws Failure if it did not answer, or not as an issuer */
function refusedOr(error: unknown): null {
  const isRefused =
    error instanceof oauth.AuthorizationResponseError ||
    (error instanceof oauth.ResponseBodyError && error.status < 500 && error.status !== 429) ||
    // The library rejected an answer, rather than failed to get one.
    (error instanceof oauth.ClientError && !noAnswer.test(error.code ?? 'NONE'));
  if (isRefused) return null;
  throw (
    causingFailure(error) ??
    amFailure('UPSTREAM_UNAVAILABLE', 'the issuer of the pages does not answer', error)
  );
}

/** Codes of the library if it got no answer that it could read. */
const noAnswer = /NONE|TIMEOUT|ABORT|RESPONSE_IS_NOT|PARSE_ERROR/;

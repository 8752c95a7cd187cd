import * as oauth from 'openid-client';
import type { Dispatcher } from 'undici';
import type { IdentityVendor, VendorNames } from '../domain/change/identity-check.ts';
import { createDispatcher } from '../notices/public-targets.ts';
import type { CheckSecrets } from './check-secrets.ts';
import { requestedClaims, resultIn, type VendorResult } from './vendor-claims.ts';
import { fetchThrough } from './vendor-fetch.ts';
import { problemOf, VendorProblem } from './vendor-problem.ts';

/** A vendor, and the client that the gateway is there. */
export interface VendorSettings extends IdentityVendor {
  /** The realm whose people it verifies; absent for every realm. */
  readonly realm?: string | undefined;
  readonly issuer: string;
  /** Absent if the vendor publishes them. */
  readonly addresses?:
    Readonly<Record<'push' | 'authorization' | 'token' | 'keys', URL>> | undefined;
  readonly clientId: string;
  /** The secret of the client, now. */
  readonly clientSecret: () => string;
  readonly authentication: 'basic' | 'post';
  readonly flow?: string | undefined;
  /** Whether its addresses may be private ones. */
  readonly allowsPrivate: boolean;
}

/** A request that is pushed to a vendor. */
interface PushedCheck {
  readonly names: VendorNames;
  /** What the vendor knows the person by: the same each time, and no name. */
  readonly loginHint: string;
  readonly redirectUri: string;
  readonly secrets: CheckSecrets;
}

/** How a browser comes back from the vendor. */
interface ReturnedBrowser {
  /** The whole address. */
  readonly address: URL;
  readonly secrets: CheckSecrets;
}

/** How long one call of a vendor may take, in seconds. */
const callSeconds = 5;

/** How long the published addresses of a vendor are kept, in milliseconds. */
const keptMs = 60 * 60_000;

/** The gateway as a relying party of one vendor. No code is special to a vendor. */
export class VendorClient {
  readonly settings: VendorSettings;
  readonly #dispatcher: Dispatcher;
  readonly #elapsed: () => number;
  #found: { readonly server: oauth.ServerMetadata; readonly at: number } | undefined;

  constructor(settings: VendorSettings, elapsed: () => number) {
    this.settings = settings;
    this.#dispatcher = createDispatcher(settings);
    this.#elapsed = elapsed;
  }

  /**
   * Pushes a request (RFC 9126), and returns the address for the browser.
   * @throws VendorProblem if the vendor does not accept it
   */
  async push({ names, loginHint, redirectUri, secrets }: PushedCheck): Promise<URL> {
    const { flow } = this.settings;
    const scopes = ['openid', 'profile', 'identity_assurance'];
    if (flow !== undefined) scopes.push(`idv_flow_${flow}`);
    const request = {
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: scopes.join(' '),
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      login_hint: loginHint,
      claims: requestedClaims(names),
    };
    return this.#call(async () =>
      oauth.buildAuthorizationUrlWithPAR(await this.#configuration(), request),
    );
  }

  /**
   * Fetches the result of a browser that came back. Checks the issuer of the answer (RFC 9207),
   * and the signature, issuer, audience, nonce and times of the ID token.
   * @throws VendorProblem if there is no result
   */
  async resultOf({ address, secrets }: ReturnedBrowser): Promise<VendorResult> {
    const checks = {
      pkceCodeVerifier: secrets.verifier,
      expectedState: secrets.state,
      expectedNonce: secrets.nonce,
      idTokenExpected: true,
    };
    const answer = await this.#call(async () =>
      oauth.authorizationCodeGrant(await this.#configuration(), address, checks),
    );
    return resultIn(answer.claims()?.['verified_claims']);
  }

  close(): Promise<void> {
    return this.#dispatcher.close();
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw problemOf(error);
    }
  }

  async #configuration(): Promise<oauth.Configuration> {
    const { clientId } = this.settings;
    const server = await this.#server();
    const config = new oauth.Configuration(server, clientId, undefined, this.#authentication());
    this.#prepare(config);
    // Without it, the library trusts TLS and does not look at the signature of the ID token.
    oauth.enableNonRepudiationChecks(config);
    return config;
  }

  #authentication(): oauth.ClientAuth {
    const { authentication, clientSecret } = this.settings;
    const secret = clientSecret();
    return authentication === 'post'
      ? oauth.ClientSecretPost(secret)
      : oauth.ClientSecretBasic(secret);
  }

  #prepare(config: oauth.Configuration): void {
    config.timeout = callSeconds;
    config[oauth.customFetch] = fetchThrough(this.#dispatcher);
    if (isPlain(this.settings.issuer)) oauth.allowInsecureRequests(config);
  }

  async #server(): Promise<oauth.ServerMetadata> {
    const { issuer, addresses, clientId } = this.settings;
    if (addresses !== undefined)
      return {
        issuer,
        pushed_authorization_request_endpoint: addresses.push.href,
        authorization_endpoint: addresses.authorization.href,
        token_endpoint: addresses.token.href,
        jwks_uri: addresses.keys.href,
      };
    const now = this.#elapsed();
    if (this.#found !== undefined && now - this.#found.at < keptMs) return this.#found.server;
    const found = await oauth.discovery(new URL(issuer), clientId, undefined, undefined, {
      execute: isPlain(issuer) ? [oauth.allowInsecureRequests] : [],
      timeout: callSeconds,
      [oauth.customFetch]: fetchThrough(this.#dispatcher),
    });
    const server = found.serverMetadata();
    if (server.pushed_authorization_request_endpoint === undefined)
      throw new VendorProblem('no answer', 'the vendor publishes no address for pushed requests');
    this.#found = { server, at: now };
    return server;
  }
}

/** The configuration permits plain http on this machine only. */
function isPlain(issuer: string): boolean {
  return new URL(issuer).protocol === 'http:';
}

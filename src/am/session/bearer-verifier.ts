import { errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { Failure } from '../../domain/failure.ts';
import type { Live } from '../../domain/live.ts';
import { clientBasic } from '../http/client-basic.ts';
import { unavailable } from '../http/errors.ts';
import type { Asking, OutsideAnswer, OutsideHttp } from '../http/outside-http.ts';
import {
  clockToleranceSeconds,
  isAccessTokenType,
  readBearerClaims,
  readIntrospection,
} from '../json/bearer.ts';
import type { BearerFacts } from '../json/bearer.ts';
import { parseJson, WireError } from '../json/wire.ts';
import { IssuerKeys } from './issuer-keys.ts';
import type { SessionToken } from './session-token.ts';
import type { UnknownCredentials } from './unknown-credentials.ts';

/** Who issues access tokens, and how they are checked (contract §11). */
export interface BearerOptions {
  /** Must equal the token's `iss` exactly. */
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys; undefined when tokens are opaque. */
  readonly jwksUrl: URL | undefined;
  readonly introspection: IntrospectionOptions | undefined;
  /** The time of day, which tokens tell, and a clock that is never set, for the age of keys. */
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly unknown: UnknownCredentials;
  readonly outside: OutsideHttp;
  /** What a token is known by within this process. */
  readonly keyOf: (token: SessionToken) => string;
}

/** The introspection endpoint for opaque tokens (RFC 7662), and the client that may use it. */
export interface IntrospectionOptions {
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret: Live<string>;
}

/** Only public-key signatures: with a shared secret, everybody who verifies tokens could forge them (H3). */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

/**
 * Verifies access tokens: signed ones with the issuer's keys, others by introspection. Only introspection sees that
 * a token was revoked, so before a change a signed one is introspected, too, where that is configured (security A13).
 */
export class BearerVerifier {
  readonly #options: BearerOptions;
  readonly #keys: JWTVerifyGetKey | undefined;

  constructor(options: BearerOptions) {
    this.#options = options;
    const { jwksUrl, elapsed } = options;
    this.#keys = jwksUrl && new IssuerKeys({ load: () => this.#loadKeys(jwksUrl), elapsed }).find;
  }

  /**
   * The claims of an accepted token; null for every other token.
   * @param fresh whether something is about to change
   * @throws Failure UPSTREAM_UNAVAILABLE when the issuer cannot be reached; RATE_LIMITED when too many are asked about
   */
  async verify(
    token: SessionToken,
    { fresh, ...asking }: Asking & { readonly fresh: boolean },
  ): Promise<BearerFacts | null> {
    const isSigned = token.reveal().split('.').length === 3;
    if (!isSigned || this.#keys === undefined) {
      if (this.#options.introspection === undefined) return null;
      const { unknown, keyOf } = this.#options;
      const askedAt = performance.now();
      const told = unknown.check(keyOf(token), () => {
        asking.tally?.waited(askedAt);
        return this.#introspect(token, asking);
      });
      return asking.deadline.wait(told, 'the token issuer');
    }
    // Others may wait for the keys, too.
    const signed = await asking.deadline.wait(
      this.#verifySigned(token, this.#keys),
      "the issuer's keys",
    );
    if (signed === null || !fresh || this.#options.introspection === undefined) return signed;
    const told = await this.#introspect(token, asking);
    return told === null ? null : agreed(signed, told);
  }

  async #verifySigned(token: SessionToken, keys: JWTVerifyGetKey): Promise<BearerFacts | null> {
    const { issuer, audience, now } = this.#options;
    try {
      const { payload, protectedHeader } = await jwtVerify(token.reveal(), keys, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now()),
        requiredClaims: ['exp'],
      });
      return isAccessTokenType(protectedHeader.typ) ? readBearerClaims(payload, now()) : null;
    } catch (error) {
      if (error instanceof WireError || error instanceof errors.JOSEError) return null;
      if (error instanceof Failure) throw error;
      throw unavailable('the keys of the token issuer cannot be fetched', error);
    }
  }

  /** By no deadline of a request: others may wait for the keys, too. */
  async #loadKeys(url: URL): Promise<unknown> {
    const { outside } = this.#options;
    const headers = { accept: 'application/json, application/jwk-set+json' };
    const request = { method: 'GET', headers, redirect: 'error' } as const;
    const { status, text } = await outside.send(url, { realm: '', template: 'jwks' }, request);
    if (status !== 200) throw unavailable(`the issuer answered ${status}`);
    return parseJson(text);
  }

  async #introspect(token: SessionToken, asking: Asking): Promise<BearerFacts | null> {
    const { introspection, issuer, audience, now } = this.#options;
    if (introspection === undefined) return null;
    const { clientSecret } = introspection;
    try {
      const used = clientSecret.current;
      let answer = await this.#askAbout(token, introspection, asking);
      if (answer.status === 401 && clientSecret.rereadAfter(used)) {
        answer = await this.#askAbout(token, introspection, asking);
      }
      const { status, text } = answer;
      if (status !== 200) throw unavailable(`introspection answered ${status}`);
      const json = parseJson(text);
      if (json === undefined) throw unavailable('introspection answered no JSON');
      return readIntrospection(json, { issuer, audience, now: now() });
    } catch (error) {
      if (error instanceof WireError) return null;
      if (error instanceof Failure) throw error;
      throw unavailable('the token issuer cannot be asked', error);
    }
  }

  #askAbout(
    token: SessionToken,
    { url, clientId, clientSecret }: IntrospectionOptions,
    asking: Asking,
  ): Promise<OutsideAnswer> {
    const request = {
      method: 'POST',
      headers: {
        authorization: clientBasic(clientId, clientSecret.current),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token: token.reveal() }).toString(),
      redirect: 'error',
    } as const;
    const place = { realm: '', template: 'introspection', asking };
    return this.#options.outside.send(url, place, request);
  }
}

/** What signature and introspection both say; null where they speak of different people. */
function agreed(signed: BearerFacts, told: BearerFacts): BearerFacts | null {
  const realmPath = signed.realmPath ?? told.realmPath;
  if (told.subject !== signed.subject || (told.realmPath ?? realmPath) !== realmPath) return null;
  const scopes = signed.scopes.filter((scope) => told.scopes.includes(scope));
  return { ...signed, realmPath, scopes, clientId: signed.clientId ?? told.clientId };
}

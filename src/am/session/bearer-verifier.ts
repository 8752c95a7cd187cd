import { errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { Agent, fetch } from 'undici';
import { Failure } from '../../domain/failure.ts';
import type { Live } from '../../domain/live.ts';
import type { Deadline } from '../deadline.ts';
import { clientBasic } from '../http/client-basic.ts';
import type { Compartments } from '../http/compartment.ts';
import { createConnector } from '../http/connector.ts';
import { unavailable } from '../http/errors.ts';
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
  readonly ca: Live<string> | undefined;
  readonly timeoutMs: number;
  /** The time of day, which tokens tell, and a clock that is never set, for the age of keys. */
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly unknown: UnknownCredentials;
  readonly compartments: Compartments;
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

/** The largest body read from the issuer. */
const bodyLimitBytes = 1_048_576;

/**
 * Verifies access tokens: signed ones with the issuer's keys, others by introspection. Only introspection sees that
 * a token was revoked, so before a change a signed one is introspected, too, where that is configured (security A13).
 */
export class BearerVerifier {
  readonly #options: BearerOptions;
  readonly #agent: Agent;
  readonly #keys: JWTVerifyGetKey | undefined;

  constructor(options: BearerOptions) {
    this.#options = options;
    const { ca, timeoutMs, jwksUrl, elapsed } = options;
    this.#agent = new Agent({
      maxResponseSize: bodyLimitBytes,
      connect: createConnector({ ca, connectTimeoutMs: timeoutMs }),
    });
    this.#keys = jwksUrl && new IssuerKeys({ load: () => this.#loadKeys(jwksUrl), elapsed }).find;
  }

  /**
   * The claims of an accepted token; null for every other token.
   * @param fresh whether something is about to change
   * @throws Failure UPSTREAM_UNAVAILABLE when the issuer cannot be reached; RATE_LIMITED when too many are asked about
   */
  async verify(
    token: SessionToken,
    { fresh, deadline }: { readonly fresh: boolean; readonly deadline: Deadline },
  ): Promise<BearerFacts | null> {
    const isSigned = token.reveal().split('.').length === 3;
    if (!isSigned || this.#keys === undefined) {
      if (this.#options.introspection === undefined) return null;
      const { unknown, keyOf } = this.#options;
      return unknown.check(keyOf(token), () => this.#introspect(token, deadline));
    }
    // Others may wait for the keys, too.
    const signed = await deadline.wait(this.#verifySigned(token, this.#keys), "the issuer's keys");
    if (signed === null || !fresh || this.#options.introspection === undefined) return signed;
    const told = await this.#introspect(token, deadline);
    return told === null ? null : agreed(signed, told);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
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
      throw unavailable('the keys of the token issuer cannot be fetched', error);
    }
  }

  async #loadKeys(url: URL): Promise<unknown> {
    const { timeoutMs, compartments } = this.#options;
    const place = compartments.of({ realm: '', template: 'jwks' });
    const { status, text } = await place.run(timeoutMs, async (signal) => {
      const headers = { accept: 'application/json, application/jwk-set+json' };
      const dispatcher = this.#agent;
      const answer = await fetch(url, { headers, signal, redirect: 'error', dispatcher });
      const body = await answer.text();
      if (answer.status >= 500) throw unavailable(`the issuer answered ${answer.status}`);
      return { status: answer.status, text: body };
    });
    if (status !== 200) throw unavailable(`the issuer answered ${status}`);
    return parseJson(text);
  }

  async #introspect(token: SessionToken, deadline: Deadline): Promise<BearerFacts | null> {
    const { introspection, issuer, audience, now } = this.#options;
    if (introspection === undefined) return null;
    const { clientSecret } = introspection;
    try {
      const used = clientSecret.current;
      let answer = await this.#askIssuer(introspection, token, deadline);
      if (answer.status === 401 && clientSecret.rereadAfter(used)) {
        answer = await this.#askIssuer(introspection, token, deadline);
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

  #askIssuer(
    { url, clientId, clientSecret }: IntrospectionOptions,
    token: SessionToken,
    { leftMs }: Deadline,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { timeoutMs, compartments } = this.#options;
    const place = compartments.of({ realm: '', template: 'introspection' });
    return place.run(Math.min(timeoutMs, leftMs), async (signal) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          authorization: clientBasic(clientId, clientSecret.current),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ token: token.reveal() }).toString(),
        redirect: 'error',
        signal,
        dispatcher: this.#agent,
      });
      const text = await answer.text();
      if (answer.status >= 500) throw unavailable(`introspection answered ${answer.status}`);
      return { status: answer.status, text };
    });
  }
}

/** What signature and introspection both say; null where they speak of different people. */
function agreed(signed: BearerFacts, told: BearerFacts): BearerFacts | null {
  const realmPath = signed.realmPath ?? told.realmPath;
  if (told.subject !== signed.subject || (told.realmPath ?? realmPath) !== realmPath) return null;
  const scopes = signed.scopes.filter((scope) => told.scopes.includes(scope));
  return { ...signed, realmPath, scopes, clientId: signed.clientId ?? told.clientId };
}

import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { ConfirmedToken } from '../../domain/rules/recognise.ts';
import { Failure } from '../../domain/values/failure.ts';
import { clientBasic, type Rotating, type SessionToken } from '../foundation/credential.ts';
import type { AmHttp } from '../http/am-http.ts';
import type { Answer, RequestScope } from '../http/call.ts';
import { amFailure } from '../http/errors.ts';
import {
  clockToleranceSeconds,
  isAccessTokenType,
  readBearerClaims,
  readIntrospection,
} from '../json/bearer.ts';
import { WireError } from '../json/wire.ts';
import { issuerKeys } from './issuer-keys.ts';
import type { UnknownCredentials } from './unknown-credentials.ts';

/** Who issues access tokens, and how they are checked (contract §11). */
export interface BearerOptions {
  /** Must equal the token's `iss` exactly. */
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys; undefined when tokens are opaque. */
  readonly jwksUrl: URL | undefined;
  readonly introspection: IntrospectionOptions | undefined;
  /** The time of day, which tokens refer to, and a monotonic clock for the age of keys. */
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly unknown: UnknownCredentials;
  readonly http: AmHttp;
  readonly keyOf: (token: SessionToken) => string;
}

/** The introspection endpoint for opaque tokens (RFC 7662), and the client that may use it. */
interface IntrospectionOptions {
  readonly url: URL;
  readonly clientId: string;
  readonly clientSecret: Rotating<string>;
}

/** Only public-key signatures: with a shared secret, every verifier could forge tokens (H3). */
const algorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA'.split(' ');

/**
 * Returns the claims of an accepted token; null for every other token.
 * @throws Failure UPSTREAM_UNAVAILABLE when the issuer cannot be reached; RATE_LIMITED if too many
 *   unknown tokens are checked
 */
export type VerifyBearer = (
  token: SessionToken,
  /** `fresh`: whether something is about to change. */
  request: RequestScope & { readonly fresh: boolean },
) => Promise<ConfirmedToken | null>;

/**
 * Verifies access tokens: signed ones with the issuer's keys, others by introspection. Only
 * introspection sees that a token was revoked, so before a change a signed one is introspected,
 * too, where that is configured (security A13).
 */
export function bearerVerifier(options: BearerOptions): VerifyBearer {
  const { jwksUrl, introspection, unknown, keyOf, http, elapsed } = options;
  const keys = jwksUrl && issuerKeys(() => loadKeys(jwksUrl, http), elapsed);
  return async (token, { fresh, ...request }) => {
    const isSigned = token.reveal().split('.').length === 3;
    if (!isSigned || keys === undefined) {
      if (introspection === undefined) return null;
      const requestedAt = performance.now();
      const checked = unknown.check(keyOf(token), () => {
        request.tally?.waited(requestedAt);
        return introspect(token, request, { ...options, introspection });
      });
      return request.deadline.wait(checked, 'the token issuer');
    }
    // Others may wait for the keys, too.
    const verified = verifySigned(token, keys, options);
    const signed = await request.deadline.wait(verified, "the issuer's keys");
    if (signed === null || !fresh || introspection === undefined) return signed;
    const introspected = await introspect(token, request, { ...options, introspection });
    return introspected && agreed(signed, introspected);
  };
}

async function verifySigned(
  token: SessionToken,
  keys: JWTVerifyGetKey,
  { issuer, audience, now }: BearerOptions,
): Promise<ConfirmedToken | null> {
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
    throw amFailure(
      'UPSTREAM_UNAVAILABLE',
      'the keys of the token issuer cannot be fetched',
      error,
    );
  }
}

/** Without the deadline of a request: others may wait for the keys, too. */
async function loadKeys(url: URL, http: AmHttp): Promise<unknown> {
  const headers = { accept: 'application/json, application/jwk-set+json' };
  const call = { url, method: 'GET', headers, realm: '', template: 'jwks' };
  const { status, json } = await http.sendOutside(call);
  if (status !== 200) throw amFailure('UPSTREAM_UNAVAILABLE', `the issuer answered ${status}`);
  return json;
}

async function introspect(
  token: SessionToken,
  request: RequestScope,
  {
    http,
    issuer,
    audience,
    now,
    introspection: { url, clientId, clientSecret },
  }: BearerOptions & { readonly introspection: IntrospectionOptions },
): Promise<ConfirmedToken | null> {
  const send = (): Promise<Answer> =>
    http.sendOutside({
      url,
      method: 'POST',
      headers: {
        authorization: clientBasic(clientId, clientSecret.current),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token: token.reveal() }).toString(),
      realm: '',
      template: 'introspection',
      request,
    });
  try {
    const used = clientSecret.current;
    let answer = await send();
    if (answer.status === 401 && clientSecret.rereadAfter(used)) answer = await send();
    const { status, json } = answer;
    if (status !== 200) throw amFailure('UPSTREAM_UNAVAILABLE', `introspection answered ${status}`);
    if (json === undefined)
      throw amFailure('UPSTREAM_UNAVAILABLE', 'introspection did not answer with JSON');
    return readIntrospection(json, { issuer, audience, now: now() });
  } catch (error) {
    if (error instanceof WireError) return null;
    if (error instanceof Failure) throw error;
    throw amFailure('UPSTREAM_UNAVAILABLE', 'the token issuer cannot be called', error);
  }
}

/** What signature and introspection agree on; null if they name different people. */
function agreed(signed: ConfirmedToken, introspected: ConfirmedToken): ConfirmedToken | null {
  const realmPath = signed.realmPath ?? introspected.realmPath;
  if (
    introspected.subject !== signed.subject ||
    (introspected.realmPath ?? realmPath) !== realmPath
  )
    return null;
  const scopes = signed.scopes.filter((scope) => introspected.scopes.includes(scope));
  return { ...signed, realmPath, scopes, clientId: signed.clientId ?? introspected.clientId };
}

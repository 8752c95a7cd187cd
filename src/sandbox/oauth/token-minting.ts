import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessToken, Subject } from './access-tokens.ts';
import type { Am } from '../am.ts';
import { defaultClient } from './oauth-clients.ts';
import { issuerOf } from '../signing/issuer.ts';
import type { JsonObject } from '../http/json.ts';
import { signJwt } from '../signing/jwt.ts';
import type { Person } from '../people/person.ts';
import { methodsOf, type SecondFactor } from '../session/second-factors.ts';
import type { TokenSignIn } from './code-grants.ts';

/** An access token to create; every member has a default. */
export interface AccessTokenOptions {
  /** The login name of the token's user. Without a user, the token is the client's own. */
  readonly person?: string;
  /** `alpha` or `/alpha`. Default: `alpha`. */
  readonly realm?: string;
  /** The token's client. Default: `portal`. */
  readonly client?: string;
  /** Default: `devices:read` and `devices:reset`. */
  readonly scopes?: readonly string[];
  /**
   * The kinds of device that the user's sign-in has used besides the password. Default: none. With
   * one, the sign-in was by the service `twofactor`, which `acr_values` requested.
   */
  readonly secondFactors?: readonly SecondFactor[];
  /** The claim `aud`. Default: the client, as in AM. */
  readonly audience?: string | readonly string[];
  /** Default: 3600. Zero or less creates an expired token. */
  readonly lifetimeSeconds?: number;
  /** Whether the token is opaque instead of a JWT. Default: false. */
  readonly opaque?: boolean;
  /** AM writes `scope` as an array, other servers as one text. Default: `array`. */
  readonly scopeFormat?: 'array' | 'text';
  /** Claims that replace AM's own; `null` removes one. */
  readonly claims?: JsonObject;
}

/** The grant of a token, with its user and realm resolved. */
export interface Grant {
  readonly realm: string;
  readonly subject: Subject;
  readonly person?: Person;
  readonly client: string;
  readonly grantType: string;
  readonly scopes: readonly string[];
  /** How the user signed in; absent for clients. */
  readonly signIn?: TokenSignIn;
}

/** The scopes of a token if the request has none. */
const defaultScopes: readonly string[] = ['devices:read', 'devices:reset'];

/** Finds the user and the realm and creates a token (contract §11). Throws for unknown names. */
export function mintByName(am: Am, options: AccessTokenOptions): string {
  const realm = `/${(options.realm ?? 'alpha').replace(/^\//, '')}`;
  if (am.directory.findRealm(realm) !== realm) {
    throw new Error(`There is no realm ${realm} in the sandbox.`);
  }
  const { person: name, client = defaultClient, scopes = defaultScopes } = options;
  const person = name === undefined ? undefined : am.directory.findByLogin(realm, name);
  if (name !== undefined && person === undefined) {
    throw new Error(`There is nobody called ${name} in realm ${realm} of the sandbox.`);
  }
  const factors = new Set(options.secondFactors);
  const signIn = {
    acr: factors.size > 0 ? 'twofactor' : undefined,
    secondFactors: factors,
  } as const;
  const grant = { realm, client, scopes };
  return person === undefined
    ? mint(am, { ...grant, subject: 'client', grantType: 'client_credentials' }, options)
    : mint(
        am,
        { ...grant, subject: 'person', person, signIn, grantType: 'authorization_code' },
        options,
      );
}

/** Creates and stores the token of a grant. */
export function mint(am: Am, grant: Grant, options: AccessTokenOptions = {}): string {
  const lifetime = options.lifetimeSeconds ?? 3600;
  const claims = claimsOf(am, grant, { ...options, lifetimeSeconds: lifetime });
  const token: AccessToken = {
    realm: grant.realm,
    subject: grant.subject,
    scopes: new Set(grant.scopes),
    claims,
    named: {
      ...(options.audience === undefined ? {} : { aud: options.audience }),
      ...options.claims,
    },
  };
  const { signingKey } = am.oauth;
  const jwt =
    options.opaque === true ? undefined : signJwt(claims, signingKey.privateKey, signingKey.kid);
  return am.accessTokens.keep(token, lifetime, jwt);
}

/**
 * Returns the claims of a client-based access token. Times are of the callers' clock (contract
 * §11).
 */
function claimsOf(am: Am, grant: Grant, options: AccessTokenOptions): JsonObject {
  const lifetime = options.lifetimeSeconds ?? 3600;
  const now = Math.floor(am.clock.callersNow() / 1000);
  const issuedAt = lifetime > 0 ? now : now + lifetime - 3600;
  const all: JsonObject = {
    ...subjectOf(am, grant),
    cts: 'OAUTH2_STATELESS_GRANT',
    auth_level: authLevelOf(am, grant.signIn),
    auditTrackingId: `${randomUUID()}-1`,
    iss: issuerOf(am, grant.realm),
    tokenName: 'access_token',
    token_type: 'Bearer',
    authGrantId: randomBytes(20).toString('base64url'),
    client_id: grant.client,
    aud: options.audience ?? grant.client,
    nbf: issuedAt,
    grant_type: grant.grantType,
    scope: options.scopeFormat === 'text' ? grant.scopes.join(' ') : grant.scopes,
    auth_time: issuedAt,
    ...signInClaims(am, grant.signIn),
    realm: grant.realm,
    exp: now + lifetime,
    iat: issuedAt,
    expires_in: lifetime,
    jti: randomBytes(20).toString('base64url'),
    ...options.claims,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/**
 * Returns the claims of a token about its sign-in; undefined if no user signed in. `acr` is `0`
 * unless a tree was requested. AM writes `amr` only if the provider maps it.
 */
export function signInClaims(am: Am, signIn: TokenSignIn | undefined): JsonObject {
  const shown = am.settings.signInClaims;
  if (signIn === undefined || shown === 'NONE') return { acr: '0' };
  const { acr = '0', secondFactors } = signIn;
  return shown === 'ACR' ? { acr } : { acr, amr: methodsOf(secondFactors) };
}

/** Returns the level of a sign-in: the tree raises it to 1 after a second factor. */
function authLevelOf(am: Am, signIn: TokenSignIn | undefined): number {
  const isRaised = am.settings.signInClaims !== 'NONE' && (signIn?.secondFactors.size ?? 0) > 0;
  return isRaised ? 1 : 0;
}

/**
 * Returns the subject. AM 7.1+ marks users `usr` and clients `age`; OpenAM writes only the name
 * (contract §11).
 */
export function subjectOf(am: Am, grant: Grant): JsonObject {
  const name = grant.person?.id ?? grant.client;
  switch (grant.subject) {
    case 'person':
      return am.personality.isOpenSource ? { sub: name } : { sub: `(usr!${name})`, subname: name };
    case 'client':
      return am.personality.isOpenSource ? { sub: name } : { sub: `(age!${name})`, subname: name };
    case 'service account':
      return { sub: am.oauth.serviceAccountId, subname: am.oauth.serviceAccountId };
  }
}

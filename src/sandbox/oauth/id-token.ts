import { createHash, randomUUID } from 'node:crypto';
import type { Am } from '../am.ts';
import type { PersonGrant } from './code-grants.ts';
import { sidOf } from './back-channel-logout.ts';
import { issuerOf } from '../signing/issuer.ts';
import { signJwt } from '../signing/jwt.ts';
import { signInClaims, subjectOf } from './token-minting.ts';

/** AM's default lifetime of an ID token, in seconds. */
const lifetimeSeconds = 3600;

/** The values to which an ID token is bound. */
interface IdTokenBinding {
  readonly nonce: string | undefined;
  readonly accessToken: string;
}

/** Returns an ID token as AM writes it, signed like its access tokens (OpenID Connect Core §2). */
export function idTokenOf(
  am: Am,
  grant: PersonGrant,
  { nonce, accessToken }: IdTokenBinding,
): string {
  const { realm, client, person, scopes, authTime, signIn, sessionToken } = grant;
  const now = Math.floor(am.clock.callersNow() / 1000);
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
  const first = (name: string): string | undefined => person.attributes.get(name)?.[0];
  const claims = {
    at_hash: half.toString('base64url'),
    ...subjectOf(am, { realm, client, person, scopes, subject: 'person', grantType: '' }),
    auditTrackingId: `${randomUUID()}-1`,
    iss: issuerOf(am, realm),
    tokenName: 'id_token',
    tokenType: 'JWTToken',
    aud: client,
    azp: client,
    ...signInClaims(am, signIn),
    'org.forgerock.openidconnect.ops': am.codeGrants.handleOf(grant),
    ...(am.personality.isOpenSource ? {} : { sid: sidOf(sessionToken) }),
    [am.personality.isOpenSource ? 'auth:time' : 'auth_time']: authTime,
    realm,
    iat: now,
    exp: now + lifetimeSeconds,
    ...(nonce === undefined ? {} : { nonce }),
    ...(scopes.includes('profile') ? { name: first('cn'), given_name: first('givenName') } : {}),
    ...(scopes.includes('email') ? { email: first('mail') } : {}),
  };
  const { signingKey } = am.oauth;
  return signJwt(claims, signingKey.privateKey, signingKey.kid);
}

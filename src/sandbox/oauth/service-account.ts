import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import type { Answer } from '../http/answer.ts';
import { isSignedBy, readJwt } from '../signing/jwt.ts';
import type { Jwt } from '../signing/jwt.ts';
import { jwtBearerGrant, serviceAccountClient, serviceAccountScopes } from './oauth-clients.ts';
import { refuseClient, refuseOAuth } from './oauth-request.ts';
import { answerToken, refuseScopes, scopesIn } from './token-answer.ts';

/**
 * The lifetime of a service account's token, and the maximum lifetime of an assertion (contract
 * §11).
 */
const lifetimeSeconds = 900;

/**
 * AIC's JWT bearer grant. The assertion authenticates the service account in the root realm
 * (contract §11).
 */
export function grantToServiceAccount(am: Am, call: Call, form: URLSearchParams): Answer {
  const isServed = am.personality.takesBearer && call.realm === '/';
  if (!isServed || form.get('client_id') !== serviceAccountClient) return refuseClient();
  const assertion = readJwt(form.get('assertion') ?? '');
  const fault =
    assertion === undefined ? 'The assertion is not a JWT' : faultOf(am, call, assertion);
  if (fault !== undefined) return refuseOAuth('invalid_grant', fault);
  const scopes = scopesIn(form);
  if (scopes.length === 0) return refuseOAuth('invalid_scope', 'No scope requested');
  const grant = {
    realm: '/',
    subject: 'service account',
    client: serviceAccountClient,
    grantType: jwtBearerGrant,
    scopes,
  } as const;
  return (
    refuseScopes(scopes, { scopes: serviceAccountScopes }, unsupportedScopes) ??
    answerToken(am, grant, lifetimeSeconds)
  );
}

/** Returns AIC's exact text: its tools read the scopes from it and retry without them (U42). */
function unsupportedScopes(scopes: readonly string[]): string {
  return `Unsupported scope for service account: ${scopes.join(',')}`;
}

/**
 * Returns what is wrong with an assertion, or undefined. Its times are of the callers' clock, which
 * `advance` does not change.
 */
function faultOf(am: Am, call: Call, assertion: Jwt): string | undefined {
  const { iss, sub, aud, exp, jti } = assertion.claims;
  const now = am.clock.callersNow() / 1000;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (iss !== am.oauth.serviceAccountId || sub !== iss) return 'Unknown service account';
  if (!isSignedBy(assertion, am.oauth.serviceAccountKey.publicKey)) {
    return 'The signature of the assertion is not valid';
  }
  if (audiences.length !== 1 || !tokenUrls(am, call).includes(String(audiences[0]))) {
    return 'The assertion is for another audience';
  }
  if (typeof exp !== 'number' || exp <= now) return 'The assertion has expired';
  if (exp > now + lifetimeSeconds + 5) return 'The assertion lives longer than 15 minutes';
  return typeof jti === 'string' && jti !== '' ? undefined : 'The assertion has no jti';
}

/**
 * Returns the valid audiences. By default AM takes its address from the request, so `localhost` is
 * valid, too.
 */
function tokenUrls(am: Am, call: Call): readonly string[] {
  const origins = [am.oauth.origin, `http://${headerOf(call, 'host') ?? ''}`];
  const places = ['oauth2/access_token', 'oauth2/realms/root/access_token'];
  return origins.flatMap((origin) =>
    places.map((place) => `${origin}${am.personality.deployPath}/${place}`),
  );
}

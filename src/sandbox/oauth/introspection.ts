import type { AccessToken } from './access-tokens.ts';
import type { Am, Call } from '../am.ts';
import { ok } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { authenticateClient, refuseClient, refuseOAuth } from './oauth-request.ts';

/**
 * Serves `introspect`: describes a valid token of the realm, otherwise `{"active":false}` (contract
 * §11).
 */
export function serveIntrospection(am: Am, call: Call, form: URLSearchParams): Answer {
  const client = authenticateClient(am, call, form);
  if (client === undefined) return refuseClient();
  const text = form.get('token');
  if (text === null || text === '') {
    return refuseOAuth('invalid_request', "Missing parameter, 'token'");
  }
  const token = am.accessTokens.find(text);
  return token !== undefined && isShown(token, client, call.realm)
    ? ok(describeToken(am, token, am.accessTokens.secondsLeft(text)))
    : ok({ active: false });
}

/**
 * Whether a client may see a token. Tokens of other realms require
 * `am-introspect-all-tokens-any-realm` (contract §11).
 */
function isShown(token: AccessToken, client: OAuthClient, realm: string): boolean {
  return (
    token.realm === realm && (client.mayIntrospectAll || token.claims['client_id'] === client.id)
  );
}

/**
 * Describes a token. `sub` is that of the JWT; `subname`, `user_id` and `username` are the plain
 * id, also for clients. OpenAM omits the realm, the audience and the time of the sign-in, and its
 * `token_type` is the kind of token (contract §11).
 */
function describeToken(am: Am, token: AccessToken, secondsLeft: number): object {
  const { claims } = token;
  const { sub, realm, client_id: clientId, token_type: type, exp, iss, aud, acr, amr } = claims;
  const who = plainSubject(sub);
  if (am.personality.isOpenSource) {
    const kind = { token_type: 'access_token' };
    const scope = [...token.scopes].join(' ');
    const all = { sub, user_id: who, scope, iss, active: true, ...kind, exp, client_id: clientId };
    return { ...all, ...token.named };
  }
  return {
    active: true,
    scope: [...token.scopes].join(' '),
    realm,
    client_id: clientId,
    user_id: who,
    username: who,
    token_type: type,
    exp,
    sub,
    subname: who,
    iss,
    aud,
    acr,
    amr,
    auth_level: claims['auth_level'],
    auth_time: claims['auth_time'],
    authGrantId: claims['authGrantId'],
    auditTrackingId: claims['auditTrackingId'],
    expires_in: secondsLeft,
  };
}

function plainSubject(subject: unknown): unknown {
  return typeof subject === 'string' ? subject.replace(/^\((?:usr|age)!(.*)\)$/, '$1') : subject;
}

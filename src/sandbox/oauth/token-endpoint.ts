import type { Am, Call } from '../am.ts';
import type { Answer } from '../http/answer.ts';
import { exchangeCode, refreshGrant } from './code-exchange.ts';
import { jwtBearerGrant } from './oauth-clients.ts';
import { authenticateClient, refuseClient, refuseOAuth } from './oauth-request.ts';
import { isActive } from '../people/person.ts';
import type { TokenSignIn } from './code-grants.ts';
import { grantToServiceAccount } from './service-account.ts';
import { answerToken, refuseScopes, scopesIn } from './token-answer.ts';

/** AM's default lifetime of an access token, in seconds. Service accounts have their own. */
const lifetimeSeconds = 3600;

/** The user sends only name and password. */
const byPassword: TokenSignIn = { acr: undefined, secondFactors: new Set() };

/** Serves `access_token`: tokens for users, clients and service accounts (contract §11). */
export function serveToken(am: Am, call: Call, form: URLSearchParams): Answer {
  const grantType = form.get('grant_type');
  switch (grantType) {
    case null:
      return refuseOAuth('invalid_request', 'Grant type is not set');
    case jwtBearerGrant:
      return grantToServiceAccount(am, call, form);
    case 'client_credentials':
    case 'password':
    case 'authorization_code':
    case 'refresh_token':
      return grantToClient(am, call, form, grantType);
    default:
      return refuseOAuth('unsupported_grant_type', `Grant type is not supported: ${grantType}`);
  }
}

function grantToClient(
  am: Am,
  call: Call,
  form: URLSearchParams,
  grantType: 'client_credentials' | 'password' | 'authorization_code' | 'refresh_token',
): Answer {
  const client = authenticateClient(am, call, form);
  if (client === undefined) return refuseClient();
  if (grantType === 'authorization_code') return exchangeCode(am, call, form, client);
  if (grantType === 'refresh_token') return refreshGrant(am, call, form, client);
  const scopes = scopesIn(form);
  const refusal = refuseScopes(scopes, client);
  if (refusal !== undefined) return refusal;
  const grant = { realm: call.realm, client: client.id, scopes, grantType };
  if (grantType === 'client_credentials') {
    return answerToken(am, { ...grant, subject: 'client' }, lifetimeSeconds);
  }
  const person = am.directory.findByLogin(call.realm, form.get('username') ?? '');
  return person === undefined || person.password !== form.get('password') || !isActive(person)
    ? refuseOAuth('invalid_grant', 'The provided access grant is invalid, expired, or revoked.')
    : answerToken(am, { ...grant, subject: 'person', person, signIn: byPassword }, lifetimeSeconds);
}

import { createHash } from 'node:crypto';
import type { Am, Call } from '../am.ts';
import { isJsonObject } from '../http/json.ts';
import type { Answer } from '../http/answer.ts';
import { isActive } from '../people/person.ts';
import type { PersonGrant } from './code-grants.ts';
import { idTokenOf } from './id-token.ts';
import type { OAuthClient } from './oauth-clients.ts';
import { refuseOAuth } from './oauth-request.ts';
import { answerToken, scopesIn } from './token-answer.ts';

/** AM's default lifetime of an access token, in seconds. */
const lifetimeSeconds = 3600;

/**
 * The grant `authorization_code`. A code works once, for its client, redirect URI and verifier (RFC
 * 6749 §4.1.3).
 */
export function exchangeCode(
  am: Am,
  call: Call,
  form: URLSearchParams,
  client: OAuthClient,
): Answer {
  const grant = am.codeGrants.takeCode(form.get('code') ?? '');
  const challenge = createHash('sha256').update(form.get('code_verifier') ?? '');
  const isProven =
    grant !== undefined &&
    grant.realm === call.realm &&
    grant.client === client.id &&
    grant.redirectUri === form.get('redirect_uri') &&
    grant.codeChallenge === challenge.digest('base64url');
  if (!isProven || !isActive(grant.person)) return refuseGrant();
  const more = { refresh_token: am.codeGrants.openRefreshToken(grant) };
  return answerGrant(am, grant, { nonce: grant.nonce, more });
}

/**
 * The grant `refresh_token`. The token works until it expires, unless AM rotates refresh tokens, as
 * OpenAM does by default.
 */
export function refreshGrant(
  am: Am,
  call: Call,
  form: URLSearchParams,
  client: OAuthClient,
): Answer {
  const token = form.get('refresh_token') ?? '';
  const grant = am.codeGrants.findRefreshToken(token);
  const isOwn = grant !== undefined && grant.realm === call.realm && grant.client === client.id;
  if (!isOwn || !isActive(grant.person)) return refuseGrant();
  const narrowed = scopesIn(form);
  if (narrowed.some((scope) => !grant.scopes.includes(scope))) {
    return refuseOAuth('invalid_scope', 'The scope exceeds the one granted by the resource owner');
  }
  const scopes = narrowed.length === 0 ? grant.scopes : narrowed;
  const more =
    am.settings.rotateRefreshTokens || am.personality.isOpenSource ? rotate(am, token, grant) : {};
  return answerGrant(am, { ...grant, scopes }, { nonce: undefined, more });
}

function rotate(am: Am, token: string, grant: PersonGrant): { readonly refresh_token: string } {
  am.codeGrants.revokeRefreshToken(token, grant.client);
  return { refresh_token: am.codeGrants.openRefreshToken(grant) };
}

/** Answers with an access token and, for the scope `openid`, an ID token. */
function answerGrant(
  am: Am,
  grant: PersonGrant,
  { nonce, more }: { readonly nonce: string | undefined; readonly more: object },
): Answer {
  const { realm, client, person, scopes, authTime, signIn } = grant;
  const minted = { realm, client, person, scopes, signIn, subject: 'person' } as const;
  const claims = am.personality.isOpenSource ? {} : { auth_time: authTime };
  const granted = { ...minted, grantType: 'authorization_code' };
  const answer = answerToken(am, granted, lifetimeSeconds, claims);
  const json = isJsonObject(answer.json) ? answer.json : {};
  const idToken = scopes.includes('openid')
    ? { id_token: idTokenOf(am, grant, { nonce, accessToken: String(json['access_token']) }) }
    : {};
  return { ...answer, json: { ...json, ...more, ...idToken } };
}

function refuseGrant(): Answer {
  return refuseOAuth('invalid_grant', 'The provided access grant is invalid, expired, or revoked.');
}

import type { Am, Call } from '../am.ts';
import { redirect } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { refuseReturn } from './authorize.ts';
import { isSignedBy, readJwt } from '../signing/jwt.ts';
import { clientOf, mayReturnTo } from './oauth-clients.ts';
import { formOf, refuseOAuth } from './oauth-request.ts';

/**
 * Serves `connect/endSession`: ends AM's session of an ID token and redirects to an address of the
 * token's client (OpenID Connect RP-Initiated Logout §2). It accepts expired tokens of AM, but no
 * tokens of other issuers.
 */
export function serveEndSession(am: Am, call: Call): Answer {
  const parameters = call.method === 'POST' ? formOf(call) : new URLSearchParams([...call.query]);
  const hint = readJwt(parameters.get('id_token_hint') ?? '');
  if (hint === undefined || !isSignedBy(hint, am.oauth.signingKey.publicKey)) {
    return refuseOAuth('invalid_request', "Missing or invalid parameter, 'id_token_hint'");
  }
  const session = am.codeGrants.sessionOf(hint.claims['org.forgerock.openidconnect.ops']);
  if (session !== undefined) am.sessions.end(session);
  const wanted = parameters.get('post_logout_redirect_uri');
  if (wanted === null) return { status: 204, headers: { 'set-cookie': [forgetting(am)] } };
  const client = clientOf(String(hint.claims['aud']));
  if (client === undefined || !mayReturnTo(client, wanted)) return refuseReturn();
  const url = new URL(wanted);
  const state = parameters.get('state');
  if (state !== null) url.searchParams.set('state', state);
  const answer = redirect(url.href);
  return { ...answer, headers: { ...answer.headers, 'set-cookie': [forgetting(am)] } };
}

function forgetting(am: Am): string {
  return `${am.cookieName}=; Max-Age=0; Path=/`;
}

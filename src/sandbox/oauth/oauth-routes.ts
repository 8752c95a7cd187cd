import type { Am, Call } from '../am.ts';
import { ok } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { serveAuthorize } from './authorize.ts';
import { serveEndSession } from './end-session.ts';
import { serveIntrospection } from './introspection.ts';
import { services } from '../session/sessions.ts';
import { issuerOf } from '../signing/issuer.ts';
import { jwtBearerGrant } from './oauth-clients.ts';
import { authenticateClient, formOf, refuseClient, refuseOAuth } from './oauth-request.ts';
import { serveToken } from './token-endpoint.ts';

const methods: Readonly<Record<string, readonly string[]>> = {
  '.well-known/openid-configuration': ['GET'],
  'connect/endSession': ['GET', 'POST'],
  'connect/jwk_uri': ['GET'],
  access_token: ['POST'],
  authorize: ['GET', 'POST'],
  introspect: ['POST'],
  'token/revoke': ['POST'],
};

/** Serves `oauth2/…` of one realm (contract §11). */
export function serveOAuth(am: Am, call: Call): Answer {
  const name = call.path.join('/');
  const allowed = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (allowed === undefined) {
    return refuseOAuthPath('The server has not found anything matching the request URI');
  }
  if (!allowed.includes(call.method) || isRefusedByOpenAm(am, call, name)) {
    return refuseOAuth('method_not_allowed', `${call.method} is not allowed here`);
  }
  switch (name) {
    case '.well-known/openid-configuration':
      return ok(discovery(am, call.realm));
    case 'connect/jwk_uri':
      return ok({ keys: [am.oauth.signingKey.publicJwk()] });
    case 'authorize':
      return serveAuthorize(am, call);
    case 'connect/endSession':
      return serveEndSession(am, call);
    case 'token/revoke':
      return serveRevocation(am, call, formOf(call));
    case 'access_token':
      return unstored(serveToken(am, call, formOf(call)));
    default:
      return unstored(serveIntrospection(am, call, formOf(call)));
  }
}

/** Whether OpenAM refuses a method: it ends sessions only by GET (contract §11). */
function isRefusedByOpenAm({ personality }: Am, { method }: Call, name: string): boolean {
  return personality.isOpenSource && name === 'connect/endSession' && method === 'POST';
}

/** Returns OpenAM's refusal of an unknown path or realm (seen on 16.0.5). */
export function refuseOAuthPath(message: string): Answer {
  return { status: 404, json: { code: 404, reason: 'Not Found', message } };
}

/** Returns the discovery document. OpenAM omits much of what it serves (contract §11). */
function discovery(am: Am, realm: string): object {
  const issuer = issuerOf(am, realm);
  const told = {
    issuer,
    jwks_uri: `${issuer}/connect/jwk_uri`,
    token_endpoint: `${issuer}/access_token`,
    authorization_endpoint: `${issuer}/authorize`,
    end_session_endpoint: `${issuer}/connect/endSession`,
    acr_values_supported: services,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
  if (am.personality.isOpenSource) return { ...told, scopes_supported: [] };
  return {
    ...told,
    introspection_endpoint: `${issuer}/introspect`,
    revocation_endpoint: `${issuer}/token/revoke`,
    scopes_supported: ['openid', 'profile', 'email'],
    prompt_values_supported: ['none', 'login'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    response_modes_supported: ['query'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'password',
      jwtBearerGrant,
    ],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

/**
 * Serves `token/revoke`: revokes a refresh token of the client. An unknown token is no error (RFC
 * 7009 §2.2).
 */
function serveRevocation(am: Am, call: Call, form: URLSearchParams): Answer {
  const client = authenticateClient(am, call, form);
  if (client === undefined) return refuseClient();
  am.codeGrants.revokeRefreshToken(form.get('token') ?? '', client.id);
  return ok({});
}

/** Forbids caches to store the answer (RFC 6749 §5.1). */
function unstored(answer: Answer): Answer {
  return {
    ...answer,
    headers: { ...answer.headers, 'cache-control': 'no-store', pragma: 'no-cache' },
  };
}

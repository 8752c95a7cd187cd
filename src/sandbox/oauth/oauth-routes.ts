import type { Am, Call } from '../am.ts';
import { ok } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { serveIntrospection } from './introspection.ts';
import { issuerOf } from './issuer.ts';
import { jwtBearerGrant } from './oauth-clients.ts';
import { formOf, refuseOAuth } from './oauth-request.ts';
import { serveToken } from './token-endpoint.ts';

const methods: Readonly<Record<string, 'GET' | 'POST'>> = {
  '.well-known/openid-configuration': 'GET',
  'connect/jwk_uri': 'GET',
  access_token: 'POST',
  introspect: 'POST',
};

/** `oauth2/…` of one realm (contract §11), as far as it needs no browser. */
export function serveOAuth(am: Am, call: Call): Answer {
  const name = call.path.join('/');
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) {
    return refuseOAuthPath('The server has not found anything matching the request URI');
  }
  if (call.method !== method) {
    return refuseOAuth('method_not_allowed', `${call.method} is not allowed here`);
  }
  switch (name) {
    case '.well-known/openid-configuration':
      return ok(discovery(am, call.realm));
    case 'connect/jwk_uri':
      return ok({ keys: [am.oauth.signingKey.publicJwk()] });
    case 'access_token':
      return unstored(serveToken(am, call, formOf(call)));
    default:
      return unstored(serveIntrospection(am, call, formOf(call)));
  }
}

/** OpenAM's refusal of an unknown path or realm (seen on 16.0.5). */
export function refuseOAuthPath(message: string): Answer {
  return { status: 404, json: { code: 404, reason: 'Not Found', message } };
}

function discovery(am: Am, realm: string): object {
  const issuer = issuerOf(am, realm);
  return {
    issuer,
    jwks_uri: `${issuer}/connect/jwk_uri`,
    token_endpoint: `${issuer}/access_token`,
    introspection_endpoint: `${issuer}/introspect`,
    authorization_endpoint: `${issuer}/authorize`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    grant_types_supported: ['client_credentials', 'password', jwtBearerGrant],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

/** Forbids caches to store the answer (RFC 6749 §5.1). */
function unstored(answer: Answer): Answer {
  return {
    ...answer,
    headers: { ...answer.headers, 'cache-control': 'no-store', pragma: 'no-cache' },
  };
}

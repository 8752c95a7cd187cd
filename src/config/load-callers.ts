import type { Live } from '../domain/live.ts';
import type { Realm } from '../domain/realm.ts';
import type { PrivateKey } from './key-readers.ts';
import type { Source } from './source.ts';

/** The gateway's own account at AM. */
type ServiceAccountConfig =
  | {
      readonly kind: 'password';
      readonly username: string;
      readonly password: Live<string>;
      readonly realm: Realm;
    }
  | { readonly kind: 'service account'; readonly id: string; readonly key: Live<PrivateKey> };

/** The credentials beside a caller's own session: the gateway's account, and access tokens. */
export type CallersConfig = Readonly<ReturnType<typeof loadCallers>>;

/** Reads the credentials; what belongs together and is given in part is a problem. */
export function loadCallers(source: Source) {
  return { service: loadService(source), oidc: loadOidc(source) };
}

function loadService(source: Source): ServiceAccountConfig | undefined {
  const username = source.read('AM_SERVICE_USERNAME');
  const password = source.readLive('AM_SERVICE_PASSWORD');
  const realm = source.read('AM_SERVICE_REALM');
  const id = source.read('AM_SERVICE_ACCOUNT_ID');
  const key = source.readLive('AM_SERVICE_ACCOUNT_KEY');
  source.together({ AM_SERVICE_USERNAME: username, AM_SERVICE_PASSWORD: password });
  source.together({ AM_SERVICE_ACCOUNT_ID: id, AM_SERVICE_ACCOUNT_KEY: key });
  if (username !== undefined && id !== undefined) {
    source.problems.push('AM_SERVICE_ACCOUNT_ID: give a service account or a user name, not both');
  }
  if (id !== undefined && key !== undefined) return { kind: 'service account', id, key };
  if (username === undefined || password === undefined) return undefined;
  return { kind: 'password', username, password, realm };
}

/** Who issues access tokens, and how they are checked. */
function loadOidc(source: Source) {
  const issuer = source.read('OIDC_ISSUER');
  const audience = source.read('OIDC_AUDIENCE');
  const jwksUrl = source.read('OIDC_JWKS_URL');
  const url = source.read('OIDC_INTROSPECTION_URL');
  const clientId = source.read('OIDC_CLIENT_ID');
  const clientSecret = source.readLive('OIDC_CLIENT_SECRET');
  source.together({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience });
  source.together({
    OIDC_INTROSPECTION_URL: url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  });
  if (issuer === undefined || audience === undefined) return undefined;
  if (jwksUrl === undefined && url === undefined) {
    source.problems.push(
      'OIDC_JWKS_URL: give it, or OIDC_INTROSPECTION_URL, so that tokens can be checked',
    );
  }
  const introspection =
    url !== undefined && clientId !== undefined && clientSecret !== undefined
      ? { url, clientId, clientSecret }
      : undefined;
  return { issuer, audience, jwksUrl, introspection };
}

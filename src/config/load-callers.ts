import type { Realm } from '../domain/realm.ts';
import { callerOptions as options } from './caller-options.ts';
import type { PrivateKey } from './key-readers.ts';
import type { Source } from './source.ts';

/** The gateway's own account at AM. */
export type ServiceAccountConfig =
  | {
      readonly kind: 'password';
      readonly username: string;
      readonly password: string;
      readonly realm: Realm;
    }
  | { readonly kind: 'service account'; readonly id: string; readonly key: PrivateKey };

/** Who issues access tokens, and how they are checked. */
export interface OidcConfig {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: URL | undefined;
  readonly introspection:
    { readonly url: URL; readonly clientId: string; readonly clientSecret: string } | undefined;
}

/** Who callers are and what they may do. */
export interface CallersConfig {
  readonly service: ServiceAccountConfig | undefined;
  readonly oidc: OidcConfig | undefined;
  readonly helpDesk: StaffConfig;
  readonly administrators: StaffConfig;
  readonly privilegedGroups: readonly string[];
  readonly readScopes: readonly string[];
  readonly changeScopes: readonly string[];
  readonly staffRealms: readonly string[];
  readonly administratorsOverPrivileged: boolean;
  readonly reasonRequired: readonly ('help-desk' | 'administrator')[];
  readonly ticketPattern: RegExp | undefined;
  readonly stepUpMaxAgeSeconds: number | undefined;
}

/** How one kind of staff is recognised. */
export interface StaffConfig {
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly property: { readonly name: string; readonly value: string } | undefined;
}

/** Reads the options of callers; what belongs together and is given in part is a problem. */
export function loadCallers(source: Source): CallersConfig {
  return {
    service: loadService(source),
    oidc: loadOidc(source),
    helpDesk: {
      groups: source.value('HELP_DESK_GROUPS', options.HELP_DESK_GROUPS),
      scopes: source.value('HELP_DESK_SCOPES', options.HELP_DESK_SCOPES),
      property: source.optional('HELP_DESK_PROPERTY', options.HELP_DESK_PROPERTY),
    },
    administrators: {
      groups: source.value('ADMIN_GROUPS', options.ADMIN_GROUPS),
      scopes: source.value('ADMIN_SCOPES', options.ADMIN_SCOPES),
      property: source.optional('ADMIN_PROPERTY', options.ADMIN_PROPERTY),
    },
    privilegedGroups: source.value('PRIVILEGED_GROUPS', options.PRIVILEGED_GROUPS),
    readScopes: source.value('READ_SCOPES', options.READ_SCOPES),
    changeScopes: source.value('CHANGE_SCOPES', options.CHANGE_SCOPES),
    staffRealms: source.value('HELP_DESK_REALMS', options.HELP_DESK_REALMS),
    administratorsOverPrivileged:
      source.value('ADMINS_OVER_PRIVILEGED', options.ADMINS_OVER_PRIVILEGED) === 'on',
    reasonRequired: source.value('REASON_REQUIRED', options.REASON_REQUIRED),
    ticketPattern: source.optional('TICKET_PATTERN', options.TICKET_PATTERN),
    stepUpMaxAgeSeconds: source.optional('STEP_UP_MAX_AGE', options.STEP_UP_MAX_AGE),
  };
}

function loadService(source: Source): ServiceAccountConfig | undefined {
  const username = source.optional('AM_SERVICE_USERNAME', options.AM_SERVICE_USERNAME);
  const password = source.optional('AM_SERVICE_PASSWORD', options.AM_SERVICE_PASSWORD);
  const realm = source.value('AM_SERVICE_REALM', options.AM_SERVICE_REALM);
  const id = source.optional('AM_SERVICE_ACCOUNT_ID', options.AM_SERVICE_ACCOUNT_ID);
  const key =
    source.optional('AM_SERVICE_ACCOUNT_KEY', options.AM_SERVICE_ACCOUNT_KEY) ??
    source.optional('AM_SERVICE_ACCOUNT_KEY_FILE', options.AM_SERVICE_ACCOUNT_KEY_FILE);
  source.together({ AM_SERVICE_USERNAME: username, AM_SERVICE_PASSWORD: password });
  source.together({ AM_SERVICE_ACCOUNT_ID: id, AM_SERVICE_ACCOUNT_KEY: key });
  if (username !== undefined && id !== undefined) {
    source.problems.push('AM_SERVICE_ACCOUNT_ID: give a service account or a user name, not both');
  }
  if (id !== undefined && key !== undefined) return { kind: 'service account', id, key };
  if (username === undefined || password === undefined) return undefined;
  return { kind: 'password', username, password, realm };
}

function loadOidc(source: Source): OidcConfig | undefined {
  const issuer = source.optional('OIDC_ISSUER', options.OIDC_ISSUER);
  const audience = source.optional('OIDC_AUDIENCE', options.OIDC_AUDIENCE);
  const jwksUrl = source.optional('OIDC_JWKS_URL', options.OIDC_JWKS_URL);
  const url = source.optional('OIDC_INTROSPECTION_URL', options.OIDC_INTROSPECTION_URL);
  const clientId = source.optional('OIDC_CLIENT_ID', options.OIDC_CLIENT_ID);
  const clientSecret = source.optional('OIDC_CLIENT_SECRET', options.OIDC_CLIENT_SECRET);
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

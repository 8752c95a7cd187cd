import { sandboxPassword } from './people/demo-people.ts';
import type { Sandbox } from './start-sandbox.ts';

/**
 * Options of the gateway with which everybody in the sandbox can be tried: help desk, administrators and auditors
 * by group, the gateway's own account, and access tokens of the sandbox's OAuth 2 provider.
 */
export function demoEnvironment(sandbox: Sandbox): Readonly<Record<string, string>> {
  const { id, privateJwk } = sandbox.serviceAccount;
  const service =
    sandbox.flavor === 'aic'
      ? { AM_SERVICE_ACCOUNT_ID: id, AM_SERVICE_ACCOUNT_KEY: JSON.stringify(privateJwk) }
      : { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };
  return {
    ...service,
    HELP_DESK_GROUPS: 'helpdesk',
    ADMIN_GROUPS: 'admins',
    PRIVILEGED_GROUPS: 'executives',
    AUDITOR_GROUPS: 'auditors',
    OIDC_ISSUER: sandbox.issuer,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: `${sandbox.issuer}/connect/jwk_uri`,
  };
}

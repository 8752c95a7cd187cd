import { teamMailboxes } from './mail/team-mailboxes.ts';
import { sandboxPassword } from './people/demo-people.ts';
import { sandboxProofSecret } from './sign-in/proof-journeys.ts';
import type { Sandbox } from './start-sandbox.ts';

/**
 * Returns the gateway's options for the sandbox: the groups of help desk, administrators and
 * auditors, the gateway's own account, the sandbox's OAuth 2 provider, and its mail server.
 */
export function demoEnvironment(
  sandbox: Sandbox,
  { isRecorded = true }: { readonly isRecorded?: boolean } = {},
): Readonly<Record<string, string>> {
  const { id, privateJwk } = sandbox.serviceAccount;
  const service =
    sandbox.flavor === 'aic'
      ? { AM_SERVICE_ACCOUNT_ID: id, AM_SERVICE_ACCOUNT_KEY: JSON.stringify(privateJwk) }
      : { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: sandboxPassword };
  const mail = sandbox.mailPort !== null && {
    SMTP_URL: `smtp://127.0.0.1:${sandbox.mailPort}`,
    SMTP_TLS: 'off',
    MAIL_FROM: 'Help desk <no-reply@example.com>',
    NOTIFY_MANAGER_ATTRIBUTE: 'manager',
    SECURITY_MAIL_TO: teamMailboxes.security,
    REPORTS_MAIL_TO: teamMailboxes.desk,
  };
  // Proofs are stored in the ledger.
  const proofs = isRecorded && {
    PROOF_JOURNEYS: 'push=ProveByPush,code=ProveByCode',
    PROOF_JOURNEY_SECRET: sandboxProofSecret,
  };
  return {
    ...service,
    ...mail,
    ...proofs,
    HELP_DESK_GROUPS: 'helpdesk',
    ADMIN_GROUPS: 'admins',
    PRIVILEGED_GROUPS: 'executives',
    AUDITOR_GROUPS: 'auditors',
    OIDC_ISSUER: sandbox.issuer,
    OIDC_AUDIENCE: 'portal',
    OIDC_JWKS_URL: `${sandbox.issuer}/connect/jwk_uri`,
  };
}

import type { Config } from './load-config.ts';

/** What an operator should know of a configuration that is valid: a sentence each. */
export function configWarnings(config: Config): string[] {
  const warnings = [
    missingDeployPath(config),
    missingCredential(config),
    unprotectedAdministrators(config),
  ];
  return warnings.filter((warning) => warning !== null);
}

/** AM is seldom the whole of a host, so this is nearly always a slip. */
function missingDeployPath({ am: { url } }: Config): string | null {
  if (url === undefined || url.pathname !== '/') return null;
  return `AM_URL has no deploy path. AM is usually at ${url.origin}/am or ${url.origin}/openam.`;
}

/** Configured callers who cannot be served (design D1). */
function missingCredential({ access, callers }: Config): string | null {
  const { service, oidc } = callers;
  const staff = [access.helpDesk, access.administrators, access.auditors].some(
    ({ groups, scopes, property }) => groups.length + scopes.length > 0 || property !== undefined,
  );
  if (service !== undefined || (!staff && oidc === undefined)) return null;
  return 'Help desk, administrators, auditors or bearers are configured, but no service credential: they get SERVICE_CREDENTIAL_MISSING. Set AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID.';
}

/** Administrators whom nobody can recognise when the help desk names them. */
function unprotectedAdministrators({ access }: Config): string | null {
  const { administrators, helpDesk, privilegedGroups } = access;
  const isByGroup = administrators.scopes.length === 0 && administrators.property === undefined;
  if (isByGroup || privilegedGroups.length > 0) return null;
  if (helpDesk.groups.length + helpDesk.scopes.length === 0 && !helpDesk.property) return null;
  return 'Administrators by ADMIN_SCOPES or ADMIN_PROPERTY cannot be recognised when the help desk acts for them. Put them into a group of PRIVILEGED_GROUPS.';
}

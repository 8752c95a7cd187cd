import type { Config } from './config/load-config.ts';
import type { Log } from './telemetry/log.ts';

/** Warns the operator at start of what is configured and cannot work as it is meant. */
export function warnOfSettings(config: Config, log: Pick<Log, 'warn'>): void {
  warnOfMissingCredential(config, log);
  warnOfUnprotectedAdministrators(config, log);
}

/** Warns the operator at start of configured callers who cannot be served (design D1). */
function warnOfMissingCredential({ access, callers }: Config, log: Pick<Log, 'warn'>): void {
  const { service, oidc } = callers;
  const staff = [access.helpDesk, access.administrators, access.auditors].some(
    ({ groups, scopes, property }) => groups.length + scopes.length > 0 || property !== undefined,
  );
  if (service !== undefined || (!staff && oidc === undefined)) return;
  log.warn(
    'Help desk, administrators, auditors or bearers are configured, but no service credential: they get SERVICE_CREDENTIAL_MISSING. Set AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID.',
  );
}

/** Warns the operator at start of administrators whom nobody can recognise when the help desk names them. */
function warnOfUnprotectedAdministrators({ access }: Config, log: Pick<Log, 'warn'>): void {
  const { administrators, helpDesk, privilegedGroups } = access;
  const isByGroup = administrators.scopes.length === 0 && administrators.property === undefined;
  if (isByGroup || privilegedGroups.length > 0) return;
  if (helpDesk.groups.length + helpDesk.scopes.length === 0 && !helpDesk.property) return;
  log.warn(
    'Administrators by ADMIN_SCOPES or ADMIN_PROPERTY cannot be recognised when the help desk acts for them. Put them into a group of PRIVILEGED_GROUPS.',
  );
}

import type { Config } from '../../config/load-config.ts';
import type { ProtectedResource } from '../../server/protected-resource.ts';

/** How clients get access tokens; undefined if none are accepted. */
export function openResource({ access, callers, pages }: Config): ProtectedResource | undefined {
  if (callers.oidc === undefined) return undefined;
  const { issuer, audience } = callers.oidc;
  const scopes = {
    read_own_devices: access.readScopes,
    change_own_devices: access.changeScopes,
    help_desk: access.helpDesk.scopes,
    administrator: access.administrators.scopes,
    auditor: access.auditors.scopes,
  };
  return { issuer, audience, publicUrl: pages.publicUrl, scopes };
}

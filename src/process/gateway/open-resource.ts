import type { Config } from '../../config/load-config.ts';
import type { Role } from '../../domain/people/caller.ts';
import { staffSigns } from '../../domain/rules/access.ts';
import type { ProtectedResource } from '../../server/protected-resource.ts';

/** How clients get access tokens; undefined if none are accepted. */
export function openResource({ access, callers, pages }: Config): ProtectedResource | undefined {
  if (callers.oidc === undefined) return undefined;
  const { issuer, audience } = callers.oidc;
  const signs = staffSigns(access);
  const scopesOf = (role: Role): string[] =>
    signs.flatMap((one) => (one.role === role ? one.signs.scopes : []));
  const scopes = {
    read_own_devices: access.readScopes,
    change_own_devices: access.changeScopes,
    help_desk: scopesOf('HELP_DESK'),
    administrator: scopesOf('ADMINISTRATOR'),
    auditor: scopesOf('AUDITOR'),
  };
  return { issuer, audience, publicUrl: pages.publicUrl, scopes };
}

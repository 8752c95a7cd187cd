import {
  approvalGroupsIn,
  areaGroupsIn,
  groupsIn,
  privilegedGroupsIn,
  staffSigns,
  type AccessSettings,
} from '../domain/rules/access.ts';
import { recogniseSession } from '../domain/rules/recognise.ts';
import { Failure } from '../domain/values/failure.ts';
import type { Flavor } from '../domain/people/flavor.ts';
import { holds } from '../domain/people/caller.ts';
import type { Realms } from '../domain/people/realm.ts';
import type { Am } from './am.ts';
import { noDeadline } from './foundation/deadline.ts';
import type { GroupDirectory, Recency } from './groups.ts';
import type { ServerInfo } from './json/server-info.ts';
import { isBefore8, type ProductOverrides } from './foundation/product.ts';
import type { CookieName } from './session/cookie-name.ts';
import type { CredentialSource } from './foundation/credential.ts';

/** Something that does not work, for the log: a code, a sentence, and what has caused it. */
export interface Problem {
  readonly code: string;
  readonly detail?: string | undefined;
  readonly cause?: unknown;
}

/**
 * What does not work although AM serves the default realm: further realms, or the product that is
 * configured.
 * @throws Failure if AM does not serve the default realm, under whose path every session is checked
 */
export async function amProblems(
  cookieName: CookieName,
  realms: Realms,
  product: ConfiguredProduct,
): Promise<readonly Problem[]> {
  const problems = await Promise.all(
    realms.all.map(async (realm) => {
      try {
        const info = await cookieName.read(realm);
        const detail = realm === realms.default ? wrongFlavor(product, info) : null;
        return detail === null ? [] : [{ code: 'WRONG_FLAVOR', detail }];
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const detail = `realm ${realm.name}: ${error.detail ?? error.message}`;
        const { code, message, cause } = error;
        if (realm === realms.default) throw new Failure(code, message, { detail, cause });
        return [{ code: 'REALM_UNAVAILABLE', detail, cause }];
      }
    }),
  );
  return problems.flat();
}

interface ConfiguredProduct {
  readonly flavor: Flavor;
  readonly userNameAttribute: string;
}

/** Why AM's answer cannot be the configured product's; null if it can. */
export function wrongFlavor(
  { flavor, userNameAttribute }: ConfiguredProduct,
  { products }: ServerInfo,
): string | null {
  // A self-managed AM beside IDM looks like AIC if it is configured to use UUIDs.
  const isPingAmWithUuids = flavor === 'pingam' && userNameAttribute === 'fr-idm-uuid';
  if (products.includes(flavor) || (products[0] === 'aic' && isPingAmWithUuids)) return null;
  return `AM answers as ${products.join(' or ')} does, and AM_FLAVOR is ${flavor}`;
}

/** Why the version that AM reports is not the configured one, in what depends on it; or null. */
export function wrongVersion(
  { flavor, version }: Pick<ProductOverrides, 'flavor' | 'version'>,
  reported: string,
): string | null {
  const isOld = isBefore8({ flavor, version: reported });
  if (isOld === isBefore8({ flavor, version })) return null;
  return `AM_VERSION: AM reports ${reported}; set AM_VERSION=${reported}, because PingAM ${isOld ? 'before 8 cannot rename' : 'from 8 on renames'} OATH and push devices`;
}

interface ServiceCheck {
  readonly am: Am;
  readonly service: CredentialSource;
  readonly flavor: Flavor;
  readonly groups: GroupDirectory;
  readonly settings: AccessSettings;
  readonly recency: Recency;
}

/** Why callers who need the service credential are refused; null if they are not. */
export async function serviceProblem(check: ServiceCheck): Promise<Problem | null> {
  try {
    return (
      (await credentialProblem(check)) ??
      (await decidingProblem(check)) ??
      (await staffGroupsProblem(check))
    );
  } catch (error) {
    return error instanceof Failure ? error : { code: 'INTERNAL', cause: error };
  }
}

/** Whether the credential can act for others: on OpenAM only the super user can (U31). */
async function credentialProblem(check: ServiceCheck): Promise<Problem | null> {
  const { am, service, flavor, settings } = check;
  const { kind, token } = await service.get(noDeadline);
  if (kind === 'bearer' || flavor !== 'openam') return null;
  const caller = recogniseSession(await am.sessions.find(token, { fresh: true }), settings);
  if (caller.kind === 'signed in' && holds(caller, 'SUPER_USER')) return null;
  const detail = 'AM_SERVICE_USERNAME: on OpenAM only the super user may act for others';
  return { code: 'SERVICE_CREDENTIAL_TOO_WEAK', detail };
}

/** The groups without which something about people is unknown, by the options that name them. */
const deciding = [
  {
    code: 'PRIVILEGE_UNKNOWN',
    option: 'ADMIN_GROUPS, roles or PRIVILEGED_GROUPS',
    groupsOf: privilegedGroupsIn,
  },
  { code: 'PRIVILEGE_UNKNOWN', option: 'approvals', groupsOf: approvalGroupsIn },
  { code: 'AREA_UNKNOWN', option: 'areas.people', groupsOf: areaGroupsIn },
] as const;

/** Whether privileges and areas can be decided in every served realm. */
async function decidingProblem(check: ServiceCheck): Promise<Problem | null> {
  const { am, groups, settings, recency } = check;
  for (const { code, option, groupsOf } of deciding) {
    try {
      const gaps = await Promise.all(
        settings.realms.all.map((realm) =>
          groups.gapIn(am, { realm, groups: groupsOf(realm, settings) }, recency),
        ),
      );
      const found = gaps.filter((gap) => gap !== null).join('; ');
      if (found !== '') return { code, detail: `${option}: ${found}` };
    } catch (error) {
      if (!(error instanceof Failure)) return { code, cause: error };
      return { code, detail: `${option}: ${error.detail ?? error.message}`, cause: error.cause };
    }
  }
  return null;
}

/** Whether each group of the help desk and of auditors, also of areas, exists in some realm. */
async function staffGroupsProblem(check: ServiceCheck): Promise<Problem | null> {
  const { am, groups, settings, recency } = check;
  // Those of administrators make people privileged, and are required in every realm.
  const staff = staffSigns(settings).filter(({ role }) => role !== 'ADMINISTRATOR');
  for (const name of staff.flatMap(({ signs }) => signs.groups)) {
    const answers = settings.realms.all.flatMap((realm) => {
      const named = groupsIn(realm, [name]);
      return named.length === 0 ? [] : [groups.areThere(am, { realm, groups: named }, recency)];
    });
    if (!(await Promise.all(answers)).some(Boolean)) {
      const detail = `HELP_DESK_GROUPS, AUDITOR_GROUPS or roles: no served realm has the group ${name}`;
      return { code: 'GROUP_NOT_FOUND', detail };
    }
  }
  return null;
}

/** What the criteria of roles mean together: overlaps, and roles that no caller can hold. */
import { groupsIn, staffSigns, type AccessSettings } from '../../domain/rules/access.ts';

/** A criterion of a role, and the option that has it. */
interface Sign {
  readonly option: string;
  /** The role; `own` for what users may do themselves. */
  readonly role: 'own' | 'ADMINISTRATOR' | 'AUDITOR' | 'HELP_DESK';
  readonly area: string | null;
  readonly kind: 'group' | 'scope' | 'session property';
  readonly value: string;
}

const names = {
  own: 'what users may do themselves',
  ADMINISTRATOR: 'administrators',
  AUDITOR: 'auditors',
  HELP_DESK: 'the help desk',
} as const;
const prefixes = { ADMINISTRATOR: 'ADMIN', AUDITOR: 'AUDITOR', HELP_DESK: 'HELP_DESK' } as const;

/**
 * Returns the overlaps of roles, with both places, and scopes in areas that no caller can have.
 * @param acceptsTokens whether access tokens are accepted, of clients or of the pages
 */
export function roleProblems(settings: AccessSettings, acceptsTokens: boolean): string[] {
  const signs = signsOf(settings);
  const overlaps = signs.flatMap((one, index) =>
    signs.slice(index + 1).flatMap((other) => overlapOf(one, other) ?? []),
  );
  return [...new Set([...overlaps, ...unheldProblems(signs, acceptsTokens)])];
}

function signsOf(settings: AccessSettings): readonly Sign[] {
  const own = { role: 'own', area: null, kind: 'scope' } as const;
  const scopes = { READ_SCOPES: settings.readScopes, CHANGE_SCOPES: settings.changeScopes };
  const ofUsers = Object.entries(scopes).flatMap(([option, list]) =>
    list.map((value) => ({ ...own, option, value })),
  );
  const ofStaff = staffSigns(settings).flatMap(({ role, area, signs }): readonly Sign[] => {
    const { groups, scopes: ofRole, property } = signs;
    const optionOf = (suffix: string): string =>
      area === null ? `${prefixes[role]}_${suffix}` : 'AREA_STAFF';
    const about = { role, area };
    return [
      ...settings.realms.all.flatMap((realm) =>
        groupsIn(realm, groups).map((group) => ({
          ...about,
          option: optionOf('GROUPS'),
          kind: 'group' as const,
          value: `${realm.name}:${group}`,
        })),
      ),
      ...ofRole.map((value) => ({
        ...about,
        option: optionOf('SCOPES'),
        kind: 'scope' as const,
        value,
      })),
      ...(property === undefined ? [] : [property]).map(({ name, value }) => ({
        ...about,
        option: optionOf('PROPERTY'),
        kind: 'session property' as const,
        value: `${name}=${value}`,
      })),
    ];
  });
  return [...ofStaff, ...ofUsers];
}

/** Returns the problem of two criteria that one caller always has together; null if they differ. */
function overlapOf(one: Sign, other: Sign): string | null {
  if (one.kind !== other.kind || one.value !== other.value) return null;
  const isSameRole = one.role === other.role;
  if (isSameRole && one.area === other.area) return null;
  // Staff of several areas can have one group.
  if (one.area !== null && other.area !== null && one.area !== other.area) return null;
  const value = `the ${one.kind} "${one.value}"`;
  const both = `${one.option}: ${value} is in ${other.option}, too`;
  if (!isSameRole)
    return `${both}; ${names[one.role]} and ${names[other.role]} need different ones`;
  return `${both}; staff of everyone are not limited to an area`;
}

function unheldProblems(signs: readonly Sign[], acceptsTokens: boolean): string[] {
  const byScope = signs.some(({ area, kind }) => area !== null && kind === 'scope');
  if (acceptsTokens || !byScope) return [];
  return [
    'OIDC_ISSUER or SIGN_IN=oauth: missing beside AREA_STAFF, because only access tokens have scopes',
  ];
}

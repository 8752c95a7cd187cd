/** The entries of the list of roles, and what they mean together. */
import {
  groupsIn,
  type AccessSettings,
  type AreaRole,
  type StaffSigns,
} from '../../domain/rules/access.ts';
import type { Flavor } from '../../domain/people/flavor.ts';
import { oneOf, property, scope, text, textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';
import { realmName } from './realms.ts';

export const areaName = textLike(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/,
  'a name of an area like hamburg',
);

export const roleNames = ['help-desk', 'administrator', 'auditor'] as const;
export type RoleName = (typeof roleNames)[number];
const roles = {
  'help-desk': 'HELP_DESK',
  administrator: 'ADMINISTRATOR',
  auditor: 'AUDITOR',
} as const satisfies Record<RoleName, AreaRole>;

/** What gives a role: a group of one or every served realm, a scope, or a session property. */
export const roleEntry = thing(
  {
    parts: { role: oneOf(roleNames) },
    optional: { group: text, scope, property, realm: realmName, area: areaName },
    choices: ['group', 'scope', 'property'],
    expected: 'one of group, scope and property, and a realm only with a group',
  },
  ({ role, group: name, scope: token, property: session, realm, area = null }) => {
    if (name === undefined ? realm !== undefined : name.includes(':')) return undefined;
    const signs = [
      { kind: 'group', value: realm === undefined ? name : `${realm}:${name}` },
      { kind: 'scope', value: token },
      { kind: 'session property', value: session && `${session.name}=${session.value}` },
    ] as const;
    const [sign, second] = signs.flatMap(({ kind, value }) =>
      value === undefined ? [] : [{ kind, value }],
    );
    if (sign === undefined || second !== undefined) return undefined;
    return { role: roles[role], area, realm, property: session, ...sign };
  },
);

export type RoleEntry = ReturnType<typeof roleEntry>;
/** An entry, and where it is: a variable, or an item of the list in the file. */
export type PlacedRole = RoleEntry & { readonly place: string };

/** Returns an entry with a group of a text: `helpdesk`, `alpha:helpdesk`. */
export function groupEntry(entry: object, name: string): object {
  const [, realm, own] = /^(?:([^:]*):)?(.*)$/s.exec(name) ?? [];
  return { ...entry, group: own, ...(realm !== undefined && { realm }) };
}

/** Returns how a problem of an entry starts. */
export function at(place: string): string {
  return place.includes('[') ? `ROLES: ${place}` : place;
}

/** Returns the criteria of entries. */
export function signsOf(entries: readonly RoleEntry[]): StaffSigns {
  const valuesOf = (kind: RoleEntry['kind']): string[] =>
    entries.filter((one) => one.kind === kind).map(({ value }) => value);
  const held = entries.find((one) => one.property)?.property;
  return { groups: valuesOf('group'), scopes: valuesOf('scope'), property: held };
}

/** A criterion of a role. */
interface Sign extends Pick<PlacedRole, 'area' | 'kind' | 'value' | 'place'> {
  /** The role; `own` for what users may do themselves. */
  readonly role: keyof typeof names;
}

const names = {
  own: 'what users may do themselves',
  ADMINISTRATOR: 'administrators',
  AUDITOR: 'auditors',
  HELP_DESK: 'the help desk',
} as const;

/** What entries of roles are checked against. */
interface RoleSurroundings extends Pick<AccessSettings, 'realms' | 'readScopes' | 'changeScopes'> {
  readonly flavor: Flavor;
  /** Whether access tokens are accepted, of clients or of the pages. */
  readonly acceptsTokens: boolean;
}

/**
 * Returns the overlaps of roles, with both places, entries that no caller can have, and those that
 * callers could give themselves.
 */
export function roleProblems(
  entries: readonly PlacedRole[],
  { realms, readScopes, changeScopes, flavor, acceptsTokens }: RoleSurroundings,
): string[] {
  const ofUsers = { role: 'own', area: null, kind: 'scope' } as const;
  const signs: readonly Sign[] = [
    ...entries.flatMap((one) =>
      one.kind === 'group'
        ? realms.all.flatMap((realm) =>
            groupsIn(realm, [one.value]).map((name) => ({
              ...one,
              value: `${realm.name}:${name}`,
            })),
          )
        : [one],
    ),
    ...readScopes.map((value) => ({ ...ofUsers, place: 'READ_SCOPES', value })),
    ...changeScopes.map((value) => ({ ...ofUsers, place: 'CHANGE_SCOPES', value })),
  ];
  // The variables of scopes say the same by their relations.
  const isUnheld = entries.some(
    ({ kind, place }) => kind === 'scope' && !place.endsWith('_SCOPES'),
  );
  return [
    ...signs.flatMap((one, index) =>
      signs.slice(index + 1).flatMap((other) => overlapOf(one, other)),
    ),
    ...entries.flatMap(({ realm, place }) =>
      realm === undefined || realms.byName(realm) !== undefined
        ? []
        : [`${at(place)}: AM_REALMS has no "${realm}"`],
    ),
    // OpenAM lets users set the properties of their own sessions (contract U47).
    ...entries.flatMap(({ kind, place }) =>
      flavor === 'openam' && kind === 'session property'
        ? [`${at(place)}: OpenAM lets users set session properties; use a group or a scope`]
        : [],
    ),
    ...(acceptsTokens || !isUnheld
      ? []
      : [
          'OIDC_ISSUER or SIGN_IN=oauth: missing beside ROLES, because only access tokens have scopes',
        ]),
  ].filter((problem, index, all) => all.indexOf(problem) === index);
}

/** Returns the problem of two criteria that one caller always has together. */
function overlapOf(one: Sign, other: Sign): string[] {
  const isSameRole = one.role === other.role;
  const isOfEveryone = one.area === null && other.area === null;
  if (one.kind !== other.kind) return [];
  if (one.kind === 'session property' && isSameRole && isOfEveryone)
    return [
      `${at(one.place)}: the role has a session property in ${other.place}, too; remove one of them`,
    ];
  // Staff of several areas can have one group.
  const isApart = one.area !== null && other.area !== null && one.area !== other.area;
  if (one.value !== other.value || isApart || (isSameRole && one.area === other.area)) return [];
  const both = `${at(one.place)}: the ${one.kind} "${one.value}" is in ${other.place}, too`;
  return isSameRole
    ? [`${both}; staff of everyone are not limited to an area`]
    : [`${both}; ${names[one.role]} and ${names[other.role]} need different ones`];
}

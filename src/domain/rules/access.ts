import type { WholePattern } from '../values/whole-pattern.ts';
import type { Standing } from '../people/caller.ts';
import type { ApprovalSettings } from '../change/approval.ts';
import type { PolicySettings } from '../policy/policy.ts';
import type { Effect } from '../policy/effects.ts';
import type { Realm, Realms } from '../people/realm.ts';
import type { AssuranceClaim, OwnChangeRule } from '../people/assurance.ts';
import { isPerhapsSameSpelling } from '../people/user-id.ts';

/** The criteria that give a caller a role over other people; any of the three is enough. */
export interface StaffSigns {
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly property: { readonly name: string; readonly value: string } | undefined;
}

/** The roles that can be limited to an area. */
export type AreaRole = 'ADMINISTRATOR' | 'AUDITOR' | 'HELP_DESK';

/** A part of the people, and the staff who act only for them (design D25). */
export interface Area {
  readonly name: string;
  readonly staff: readonly { readonly role: AreaRole; readonly signs: StaffSigns }[];
  /** The groups whose members are in the area; members of groups within them are, too. */
  readonly groups: readonly string[];
  /** Attributes of a person's entry; any value puts the person in the area. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** A deployment's settings for callers and for the policy. */
export interface AccessSettings extends PolicySettings {
  readonly realms: Realms;
  /** The universal id of the super user; undefined means `amadmin` under any suffix. */
  readonly superUser: string | undefined;
  readonly helpDesk: StaffSigns;
  readonly administrators: StaffSigns;
  readonly auditors: StaffSigns;
  readonly areas: readonly Area[];
  readonly privilegedGroups: readonly string[];
  readonly readScopes: readonly string[];
  readonly changeScopes: readonly string[];
  /** What shows a sign-in with a second factor: any one of a session or of a token. */
  readonly secondFactor: {
    readonly property: { readonly name: string; readonly value: string } | undefined;
    readonly claims: readonly AssuranceClaim[];
  };
  /** AM's rule for changes of own devices, in each realm. */
  readonly ownChangeRule: (realm: Realm) => OwnChangeRule;
  /** The maximum age of a sign-in for self-service changes, if its age is known; in seconds. */
  readonly stepUpMaxAgeSeconds: number | undefined;
  readonly reasonRequired: readonly ('help-desk' | 'administrator')[];
  readonly ticketPattern: WholePattern | undefined;
  /** A ticket as callers write them, for messages. */
  readonly ticketExample: string | undefined;
  /** The changes of staff that need a second person. */
  readonly approval: ApprovalSettings;
  /** The staff that must verify a person's identity, the accepted methods, and the maximum age. */
  readonly verification: {
    readonly requiredOf: readonly ('help-desk' | 'administrator')[];
    /** Whether a statement is not enough: the person must prove their identity. */
    readonly isProofRequired: boolean;
    readonly methods: readonly string[];
    readonly maxAgeSeconds: number;
  };
}

/** Returns the groups of a realm whose members the help desk may not act for. */
export function privilegedGroupsIn(realm: Realm, settings: AccessSettings): string[] {
  const ofAdministrators = staffSigns(settings)
    .filter(({ role }) => role === 'ADMINISTRATOR')
    .flatMap(({ signs }) => signs.groups);
  return [...new Set(groupsIn(realm, [...ofAdministrators, ...settings.privilegedGroups]))];
}

/**
 * Returns the groups of a realm whose members are staff of people beyond some areas: of everyone,
 * or of another area. Administrators are privileged already.
 */
export function staffGroupsBeyond(
  realm: Realm,
  areas: readonly string[],
  settings: AccessSettings,
): string[] {
  const beyond = staffSigns(settings)
    .filter(({ role, area }) => role !== 'ADMINISTRATOR' && !areas.includes(area ?? ''))
    .flatMap(({ signs }) => signs.groups);
  return [...new Set(groupsIn(realm, beyond))];
}

/** Returns the groups of a realm whose members are changed by two people only. */
export function approvalGroupsIn(
  realm: Realm,
  { approval }: AccessSettings,
  effect: Effect | null = null,
): string[] {
  const named = approval.rules.flatMap(({ effects, when }) =>
    when.kind === 'group' && (effect === null || effects.some((one) => one === effect))
      ? [when.group]
      : [],
  );
  return [...new Set(groupsIn(realm, named))];
}

/** Returns the scopes of tokens that change nothing without a second person. */
export function supervisedScopes({ approval }: Pick<AccessSettings, 'approval'>): string[] {
  return approval.rules.flatMap(({ when }) => (when.kind === 'scope' ? [when.scope] : []));
}

/** Returns the groups of a realm whose members are in areas. */
export function areaGroupsIn(realm: Realm, { areas }: AccessSettings): string[] {
  return groupsIn(
    realm,
    areas.flatMap(({ groups }) => groups),
  );
}

/** Returns the groups of one realm: `alpha:helpdesk` is a group of alpha, `helpdesk` of all. */
export function groupsIn({ name }: Realm, groups: readonly string[]): string[] {
  return groups.flatMap((group) => {
    if (!group.includes(':')) return [group];
    return group.startsWith(`${name}:`) ? [group.slice(name.length + 1)] : [];
  });
}

/**
 * Whether a person has the name of AM's super user, who is privileged regardless of groups: in
 * every realm, because a realm can share the top realm's directory.
 */
export function hasSuperUserName(id: string, settings: AccessSettings): boolean {
  return isPerhapsSameSpelling(id, superUserName(settings));
}

/** Returns the super user's name in records; AM may have no person of this name. */
export function superUserName({ superUser }: Pick<AccessSettings, 'superUser'>): string {
  return /^id=([^,]+),/i.exec(superUser ?? '')?.[1] ?? 'amadmin';
}

/** Returns the configurable roles over other people, also those of areas, with their criteria. */
export function staffSigns({
  administrators,
  auditors,
  helpDesk,
  areas,
}: Pick<
  AccessSettings,
  'administrators' | 'auditors' | 'helpDesk' | 'areas'
>): readonly (Standing & {
  readonly role: AreaRole;
  readonly signs: StaffSigns;
})[] {
  return [
    { role: 'ADMINISTRATOR', area: null, signs: administrators },
    { role: 'AUDITOR', area: null, signs: auditors },
    { role: 'HELP_DESK', area: null, signs: helpDesk },
    ...areas.flatMap(({ name: area, staff }) => staff.map((one) => ({ ...one, area }))),
  ];
}

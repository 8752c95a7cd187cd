import type { WholePattern } from './whole-pattern.ts';
import { withRoles, type Caller, type Role, type SignedInCaller } from './caller.ts';
import type { ApprovalSettings } from './approval.ts';
import type { Effect, PolicySettings } from './policy.ts';
import type { Realm, Realms } from './realm.ts';
import { isPerhapsSameSpelling } from './user-id.ts';

/** The criteria that give a caller a role over other people; any of the three is enough. */
export interface StaffSigns {
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly property: { readonly name: string; readonly value: string } | undefined;
}

/** A deployment's settings for callers and for the policy. */
export interface AccessSettings extends PolicySettings {
  readonly realms: Realms;
  /** The universal id of the super user; undefined means `amadmin` under any suffix. */
  readonly superUser: string | undefined;
  readonly helpDesk: StaffSigns;
  readonly administrators: StaffSigns;
  readonly auditors: StaffSigns;
  readonly privilegedGroups: readonly string[];
  readonly readScopes: readonly string[];
  readonly changeScopes: readonly string[];
  /** What shows a sign-in with a second factor: any one of a session or of a token. */
  readonly secondFactor: {
    readonly property: { readonly name: string; readonly value: string } | undefined;
    readonly claims: readonly { readonly name: string; readonly value: string }[];
  };
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
export function privilegedGroupsIn(
  realm: Realm,
  { administrators, privilegedGroups }: AccessSettings,
): string[] {
  return [...new Set(groupsIn(realm, [...administrators.groups, ...privilegedGroups]))];
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

/** The facts of a session confirmed by AM that decide roles. */
export interface ConfirmedSession {
  readonly username: string;
  readonly universalId: string;
  readonly realmPath: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly expiresAt: Date | null;
  readonly idleExpiresAt: Date | null;
}

/** The facts of a verified access token that decide roles. */
export interface ConfirmedToken {
  /** The person's id: a user name, in AIC a UUID. */
  readonly subject: string;
  /** Null if the token has none. */
  readonly realmPath: string | null;
  readonly scopes: readonly string[];
  /** The OAuth client that the token was issued to; null if the token does not name it. */
  readonly clientId: string | null;
  readonly signedInAt: Date | null;
  /** How the person signed in: the values of `acr`, `amr` and `auth_level`, each as `acr=value`. */
  readonly assurance: readonly string[];
  readonly expiresAt: Date | null;
}

const defaultSuperUser = /^id=amadmin,ou=user,/i;

/** The universal id of a person; an agent's has `ou=agent`, whatever its name contains. */
const universalIdOfPerson = /^id=(?:[^\\,]|\\.)*,ou=user(?:,|$)/is;

/**
 * Returns the caller that a session confirmed by AM describes. The super user is recognised by the
 * realm `/` *and* the universal id: a sub-realm may contain a person named amadmin (contract
 * §12.2). AM's agents are not people, even if a person has the same name (security A28).
 */
export function recogniseSession(
  session: ConfirmedSession | null,
  settings: AccessSettings,
): Caller {
  if (session === null) return { kind: 'anonymous', why: 'session not accepted' };
  const { username, realmPath, universalId, properties, expiresAt, idleExpiresAt } = session;
  if (!universalIdOfPerson.test(universalId))
    return { kind: 'anonymous', why: 'session not accepted' };
  const realm = settings.realms.byPath(realmPath) ?? null;
  const held: Role[] = realm === null ? [] : ['SELF'];
  if (realmPath === '/' && isSuperUser(universalId, settings.superUser)) held.push('SUPER_USER');
  if (held.length === 0) return { kind: 'anonymous', why: 'realm not served' };
  const has = (property: StaffSigns['property']): boolean =>
    property !== undefined && properties.get(property.name) === property.value;
  const caller: SignedInCaller = {
    kind: 'signed in',
    method: 'SESSION',
    roles: held,
    username,
    realm,
    own: { view: true, change: true },
    clientId: null,
    signedInAt: null,
    hasSecondFactor: has(settings.secondFactor.property),
    expiresAt,
    idleExpiresAt,
  };
  return realm === null
    ? caller
    : withStaffRoles(caller, settings, ({ property }) => has(property));
}

/** Returns the caller that a verified token describes; anonymous if its realm is not served. */
export function recogniseToken(token: ConfirmedToken | null, settings: AccessSettings): Caller {
  if (token === null) return { kind: 'anonymous', why: 'session not accepted' };
  const { subject, scopes, clientId, realmPath, signedInAt, assurance, expiresAt } = token;
  const realm = realmPath === null ? settings.realms.default : settings.realms.byPath(realmPath);
  if (realm === undefined) return { kind: 'anonymous', why: 'realm not served' };
  const holds = (wanted: readonly string[]): boolean =>
    wanted.some((scope) => scopes.includes(scope));
  const caller: SignedInCaller = {
    kind: 'signed in',
    method: 'BEARER',
    roles: ['SELF'],
    username: subject,
    realm,
    own: { view: holds(settings.readScopes), change: holds(settings.changeScopes) },
    clientId,
    signedInAt,
    hasSecondFactor: settings.secondFactor.claims.some(({ name, value }) =>
      assurance.includes(`${name}=${value}`),
    ),
    expiresAt,
    idleExpiresAt: null,
  };
  return withStaffRoles(caller, settings, (signs) => holds(signs.scopes));
}

/** Returns the configurable roles over other people, each with its criteria. */
export function staffSigns({
  administrators,
  auditors,
  helpDesk,
}: AccessSettings): readonly { readonly role: Role; readonly signs: StaffSigns }[] {
  return [
    { role: 'ADMINISTRATOR', signs: administrators },
    { role: 'AUDITOR', signs: auditors },
    { role: 'HELP_DESK', signs: helpDesk },
  ];
}

/** Adds the roles over other people whose criteria hold. */
function withStaffRoles(
  caller: SignedInCaller,
  settings: AccessSettings,
  holds: (signs: StaffSigns) => boolean,
): SignedInCaller {
  const held = staffSigns(settings).filter(({ signs }) => holds(signs));
  return withRoles(
    caller,
    held.map(({ role }) => role),
  );
}

function isSuperUser(universalId: string, configured: string | undefined): boolean {
  if (configured === undefined) return defaultSuperUser.test(universalId);
  return universalId.toLowerCase() === configured.toLowerCase();
}

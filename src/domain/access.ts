import type { WholePattern } from './whole-pattern.ts';
import { withRoles } from './caller.ts';
import type { Caller, Role, SignedInCaller } from './caller.ts';
import type { PolicySettings } from './policy.ts';
import type { Realm, Realms } from './realm.ts';
import { isPerhapsSameSpelling } from './user-id.ts';

/** The criteria that give a caller one role over others; any of the three is enough. */
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
  /** The maximum age of a sign-in for a change of one's own devices, where its age is known; in seconds. */
  readonly stepUpMaxAgeSeconds: number | undefined;
  readonly reasonRequired: readonly ('help-desk' | 'administrator')[];
  readonly ticketPattern: WholePattern | undefined;
  /** Who must say how they made sure of the person, by which methods, and how long ago at most. */
  readonly verification: {
    readonly requiredOf: readonly ('help-desk' | 'administrator')[];
    readonly methods: readonly string[];
    readonly maxAgeSeconds: number;
  };
}

/** The groups of a realm whose members the help desk may not act for. */
export function privilegedGroupsIn(realm: Realm, settings: AccessSettings): string[] {
  const { administrators, privilegedGroups } = settings;
  return [...new Set(groupsIn(realm, [...administrators.groups, ...privilegedGroups]))];
}

/** The names of groups in one realm: `helpdesk` is a group of every realm, `alpha:helpdesk` only of alpha. */
export function groupsIn({ name }: Realm, groups: readonly string[]): string[] {
  return groups.flatMap((group) => {
    if (!group.includes(':')) return [group];
    return group.startsWith(`${name}:`) ? [group.slice(name.length + 1)] : [];
  });
}

/** Whether a person is AM's super user, who is privileged regardless of groups. */
export function isSuperUserPerson(
  { realm, id }: { readonly realm: Realm; readonly id: string },
  settings: AccessSettings,
): boolean {
  return realm.path === '/' && isPerhapsSameSpelling(id, superUserName(settings));
}

/** The name of the super user in records, whatever they typed to sign in: AM need not hold them as a person. */
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
  readonly subject: string;
  readonly realmPath: string | null;
  readonly scopes: readonly string[];
  /** The OAuth client that the token was issued to; null where it does not say. */
  readonly clientId: string | null;
  readonly signedInAt: Date | null;
  readonly expiresAt: Date | null;
}

const defaultSuperUser = /^id=amadmin,ou=user,/i;

/**
 * Returns the caller that a session confirmed by AM describes. The super user is recognised by the realm `/`
 * *and* the universal id, never by a name alone: a sub-realm may hold a person called amadmin (contract §12.2).
 */
export function recogniseSession(
  session: ConfirmedSession | null,
  settings: AccessSettings,
): Caller {
  if (session === null) return { kind: 'anonymous', why: 'session not accepted' };
  const { username, realmPath, universalId, properties, expiresAt, idleExpiresAt } = session;
  const realm = settings.realms.byPath(realmPath) ?? null;
  const held: Role[] = realm === null ? [] : ['SELF'];
  if (realmPath === '/' && isSuperUser(universalId, settings.superUser)) held.push('SUPER_USER');
  if (held.length === 0) return { kind: 'anonymous', why: 'realm not served' };
  const caller: SignedInCaller = {
    kind: 'signed in',
    method: 'SESSION',
    roles: held,
    username,
    realm,
    own: { view: true, change: true },
    clientId: null,
    signedInAt: null,
    expiresAt,
    idleExpiresAt,
  };
  if (realm === null) return caller;
  return withRoles(
    caller,
    staffRoles(settings, ({ property }) =>
      property === undefined ? false : properties.get(property.name) === property.value,
    ),
  );
}

/** Returns the caller that a verified token describes; anonymous where its realm is not served. */
export function recogniseToken(token: ConfirmedToken | null, settings: AccessSettings): Caller {
  if (token === null) return { kind: 'anonymous', why: 'session not accepted' };
  const { subject, scopes, clientId, realmPath, signedInAt, expiresAt } = token;
  const realm = realmOfToken(realmPath, settings.realms);
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
    expiresAt,
    idleExpiresAt: null,
  };
  return withRoles(
    caller,
    staffRoles(settings, (signs) => holds(signs.scopes)),
  );
}

/** The roles over others that a deployment gives, each with its criteria. */
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

/** Returns the roles over others whose criteria hold. */
function staffRoles(settings: AccessSettings, holds: (signs: StaffSigns) => boolean): Role[] {
  return staffSigns(settings)
    .filter(({ signs }) => holds(signs))
    .map(({ role }) => role);
}

/** Returns the realm of a token; a token without a realm belongs to the default one. */
function realmOfToken(path: string | null, realms: Realms): Realm | undefined {
  return path === null ? realms.default : realms.byPath(path);
}

function isSuperUser(universalId: string, configured: string | undefined): boolean {
  if (configured === undefined) return defaultSuperUser.test(universalId);
  return universalId.toLowerCase() === configured.toLowerCase();
}

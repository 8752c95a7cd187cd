import { assuranceOf, noAssurance } from '../people/assurance.ts';
import {
  asSelf,
  withStandings,
  type Caller,
  type SignedInCaller,
  type Standing,
} from '../people/caller.ts';
import { staffSigns, supervisedScopes, type AccessSettings, type StaffSigns } from './access.ts';

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
  const held: Standing[] = realm === null ? [] : [asSelf];
  if (realmPath === '/' && isSuperUser(universalId, settings.superUser))
    held.push({ role: 'SUPER_USER', area: null });
  if (held.length === 0) return { kind: 'anonymous', why: 'realm not served' };
  const has = (property: StaffSigns['property']): boolean =>
    property !== undefined && properties.get(property.name) === property.value;
  const caller: SignedInCaller = {
    kind: 'signed in',
    method: 'SESSION',
    standings: held,
    username,
    realm,
    own: { view: true, change: true },
    isSupervised: false,
    clientId: null,
    signedInAt: null,
    assurance: { ...noAssurance, hasSecondFactor: has(settings.secondFactor.property) },
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
    standings: [asSelf],
    username: subject,
    realm,
    own: { view: holds(settings.readScopes), change: holds(settings.changeScopes) },
    isSupervised: holds(supervisedScopes(settings)),
    clientId,
    signedInAt,
    assurance: assuranceOf(assurance, settings.secondFactor.claims),
    expiresAt,
    idleExpiresAt: null,
  };
  return withStaffRoles(caller, settings, (signs) => holds(signs.scopes));
}

/** Adds the roles over other people whose criteria hold. */
function withStaffRoles(
  caller: SignedInCaller,
  settings: AccessSettings,
  holds: (signs: StaffSigns) => boolean,
): SignedInCaller {
  const held = staffSigns(settings).filter(({ signs }) => holds(signs));
  return withStandings(
    caller,
    held.map(({ role, area }) => ({ role, area })),
  );
}

function isSuperUser(universalId: string, configured: string | undefined): boolean {
  if (configured === undefined) return defaultSuperUser.test(universalId);
  return universalId.toLowerCase() === configured.toLowerCase();
}

import type { Caller, Role } from './caller.ts';
import type { Realms } from './realm.ts';

/** What must be known of a session to tell what its caller may be. */
export interface ConfirmedSession {
  readonly username: string;
  readonly universalId: string;
  readonly realmPath: string;
  readonly expiresAt: Date | null;
  readonly idleExpiresAt: Date | null;
}

/** How roles are recognised. */
export interface RecognitionOptions {
  readonly realms: Realms;
  /** The universal id of the super user; undefined means `amadmin` under any suffix. */
  readonly superUser: string | undefined;
}

const standardSuperUser = /^id=amadmin,ou=user,/i;

/**
 * Tells what a caller is from what AM confirmed. The super user is known by the realm `/` *and* the
 * universal id, never by a name alone: a sub-realm may hold a person called amadmin (contract §12.2).
 */
export function recogniseCaller(
  session: ConfirmedSession | null,
  { realms, superUser }: RecognitionOptions,
): Caller {
  if (session === null) return { kind: 'anonymous', why: 'session not accepted' };
  const realm = realms.byPath(session.realmPath) ?? null;
  const roles: Role[] = [];
  if (realm !== null) roles.push('SELF');
  if (session.realmPath === '/' && isSuperUser(session.universalId, superUser)) {
    roles.push('SUPER_USER');
  }
  if (roles.length === 0) return { kind: 'anonymous', why: 'realm not served' };
  const { username, expiresAt, idleExpiresAt } = session;
  return { kind: 'signed in', roles, username, realm, expiresAt, idleExpiresAt };
}

function isSuperUser(universalId: string, configured: string | undefined): boolean {
  if (configured === undefined) return standardSuperUser.test(universalId);
  return universalId.toLowerCase() === configured.toLowerCase();
}

import type { Caller } from '../../domain/caller.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import { readGlobalId } from '../../domain/global-id.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Realm, Realms } from '../../domain/realm.ts';
import type { UserId, UserIdRule } from '../../domain/user-id.ts';
import { policyRefusal } from './refusal.ts';

/** A person as a client names them; absent members mean the caller, and the caller's realm. */
export interface NamedPerson {
  readonly id?: string | null | undefined;
  readonly realm?: string | null | undefined;
  /** The argument that holds the id, for the error; default `id`. */
  readonly idArgument?: string;
}

/** What names of people and realms are resolved with. */
export interface NamingRules {
  readonly realms: Realms;
  readonly userIds: UserIdRule;
}

/** A name whose parts may go to AM; null for what the client left out. */
export interface CheckedName {
  readonly id: UserId | null;
  readonly realm: Realm | null;
}

/** Reads a global id or AM's own, and refuses bad ids and realms before any call to AM (C1–C12). */
export function checkName(
  { id, realm, idArgument = 'id' }: NamedPerson,
  { realms, userIds }: NamingRules,
): CheckedName {
  const checked = realmNamed(realm, realms);
  if (id === undefined || id === null) return { id: null, realm: checked };
  const global = readGlobalId(id);
  const named = global?.type === 'User' ? global.id : id;
  const realmOfId = global?.type === 'User' ? realmNamed(global.realm, realms) : null;
  if (checked !== null && realmOfId !== null && checked !== realmOfId)
    throw badInput('realm', 'This person is in another realm.');
  if (userIds.accepts(named)) return { id: named, realm: realmOfId ?? checked };
  throw badInput(idArgument, 'This is not a valid id of a person.');
}

/** Returns a served realm by its name, or null without a name. */
export function realmNamed(name: string | null | undefined, realms: Realms): Realm | null {
  if (name === undefined || name === null) return null;
  const realm = realms.byName(name);
  if (realm !== undefined) return realm;
  throw badInput('realm', 'This gateway does not serve this realm.');
}

/** Returns the realm that a caller means without naming one: their own, or the default one. */
export function impliedRealm(caller: Caller, realms: Realms): Realm {
  return (caller.kind === 'signed in' ? caller.realm : null) ?? realms.default;
}

/**
 * Returns the caller's own person.
 * @throws Failure where the caller is not a person of that realm
 */
export function ownRef(caller: Caller, realm: Realm | null, { userIds }: NamingRules): PersonRef {
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  if (caller.realm === null || !userIds.accepts(caller.username)) {
    throw new Failure('FORBIDDEN', 'You are not a user of a served realm. Name a person.');
  }
  if (realm !== null && realm.name !== caller.realm.name) throw policyRefusal('FORBIDDEN', caller);
  return { id: caller.username, realm: caller.realm };
}

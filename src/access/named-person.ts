import type { Caller } from '../domain/people/caller.ts';
import { badInput, Failure } from '../domain/values/failure.ts';
import { userOfGlobalId } from '../domain/devices/global-id.ts';
import type { PersonRef } from '../domain/people/person.ts';
import type { Realm, Realms } from '../domain/people/realm.ts';
import type { UserIdRule } from '../domain/people/user-id.ts';
import type { Target } from '../domain/policy/policy.ts';
import { policyRefusal } from './refusal.ts';

/** The facts of a target before any of them are read. */
export const unread = { privilege: undefined, areas: 'not read', staffBeyond: 'not read' } as const;

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

/** The person that a request is about, in the client's spelling (U22). */
export type PersonTarget = Target & PersonRef;

/**
 * Reads a global id or AM's own, and refuses bad ids and realms before any call to AM (C1–C12).
 * Returns the person that the name means to a caller: without an id the caller.
 */
export function readName(
  { id, realm, idArgument = 'id' }: NamedPerson,
  rules: NamingRules,
): (caller: Caller) => PersonTarget {
  const { realms, userIds } = rules;
  const named = realmNamed(realm, realms);
  if (id === undefined || id === null)
    return (caller) => ({ ...ownRef(caller, named, rules), named: false, ...unread });
  const user = userOfGlobalId(id);
  const realmOfId = realmNamed(user?.realm, realms);
  if (named !== null && realmOfId !== null && named !== realmOfId)
    throw badInput('realm', 'This person is in another realm.');
  const ownId = user?.id ?? id;
  if (!userIds.accepts(ownId)) throw badInput(idArgument, 'This is not a valid id of a person.');
  return (caller) => {
    const within = realmOfId ?? named ?? impliedRealm(caller, realms);
    return { id: ownId, realm: within, named: true, ...unread };
  };
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

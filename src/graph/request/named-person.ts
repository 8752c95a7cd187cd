import type { Caller } from '../../domain/caller.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { PersonRef } from '../../domain/person.ts';
import type { Realm, Realms } from '../../domain/realm.ts';
import type { UserIdRule } from '../../domain/user-id.ts';
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
  readonly caller: () => Promise<Caller>;
  readonly realms: Realms;
  readonly userIds: UserIdRule;
}

/** Resolves the person that the arguments name; bad ids and realms are refused before any call to AM (C1–C12). */
export async function refOf(named: NamedPerson, rules: NamingRules): Promise<PersonRef> {
  const realm = realmNamed(named.realm, rules);
  const { id } = named;
  if (id === undefined || id === null) return ownRefOf(await rules.caller(), realm, rules);
  if (!rules.userIds.accepts(id)) {
    throw badInput(named.idArgument ?? 'id', 'This cannot be the id of a person.');
  }
  return { id, realm: realm ?? (await ownRealm(rules)) };
}

/** Whether the client names the person, who otherwise defaults to the caller. */
export function isNamed({ id }: NamedPerson): boolean {
  return id !== undefined && id !== null;
}

/** Returns a served realm by its name; without a name the caller's own, or the default one. */
export async function realmOf(name: string | null | undefined, rules: NamingRules): Promise<Realm> {
  return realmNamed(name, rules) ?? ownRealm(rules);
}

/** Returns the caller's own person; @throws Failure where the caller is not a person of that realm */
export function ownRefOf(
  caller: Caller,
  realm: Realm | undefined,
  { userIds }: Pick<NamingRules, 'userIds'>,
): PersonRef {
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  if (caller.realm === null || !userIds.accepts(caller.username)) {
    throw new Failure(
      'FORBIDDEN',
      'You are not a person of a realm that is served here. Name one.',
    );
  }
  if (realm !== undefined && realm.name !== caller.realm.name) {
    throw policyRefusal('FORBIDDEN', caller);
  }
  return { id: caller.username, realm: caller.realm };
}

async function ownRealm({ caller, realms }: NamingRules): Promise<Realm> {
  const known = await caller();
  return (known.kind === 'signed in' ? known.realm : null) ?? realms.default;
}

function realmNamed(name: string | null | undefined, { realms }: NamingRules): Realm | undefined {
  if (name === undefined || name === null) return undefined;
  const realm = realms.byName(name);
  if (realm !== undefined) return realm;
  throw badInput('realm', 'This realm is not served here.');
}

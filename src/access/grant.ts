import type { Am } from '../am/index.ts';
import type { OwnSignIn } from '../domain/people/assurance.ts';
import type { Standing } from '../domain/people/caller.ts';
import type { MaybePromise } from '../domain/values/maybe-promise.ts';
import type { Person } from '../domain/people/person.ts';
import type { Proof } from '../domain/change/proof.ts';
import type { Realm } from '../domain/people/realm.ts';
import type { AreaSearch } from './facts/area-search.ts';
import type { Loaders } from './loaders.ts';

/** AM used with one credential, and the loaders that read with it. */
export interface View {
  readonly am: Am;
  readonly loaders: Loaders;
}

/**
 * The permission for an effect on a person, by a role, and AM used with the credential that belongs
 * to it; `person` is null if it does not exist.
 */
export interface PersonGrant extends View, Standing {
  readonly person: Person | null;
  /** Who decides whether the sign-in is strong enough; null for other people's devices. */
  readonly ownSignIn: OwnSignIn | null;
}

/** A permission on a person who exists. */
export type WithPerson<G extends PersonGrant> = G & { readonly person: Person };

/** Whether the person of a permission exists. */
export function hasPerson<G extends PersonGrant>(grant: G): grant is WithPerson<G> {
  return grant.person !== null;
}

/** The permission for a change, and the proof of the person's identity that it uses. */
export interface ChangeGrant extends PersonGrant {
  readonly proof: Proof | null;
}

/** How a permission in a realm is asked for. */
export interface InRealm {
  /** Whether people of the realm may have it for themselves. */
  readonly isOwn?: boolean;
  /** The areas of what it is about, such as a campaign. */
  readonly areas?: readonly string[];
}

/**
 * The permission for an effect in a realm, on no single person. It has no role: what depends on the
 * role is decided for each person.
 */
export interface RealmGrant extends View {
  readonly realm: Realm;
  /** What permits it, in the order in which the policy tries it. Records name the first. */
  readonly standings: readonly [Standing, ...Standing[]];
  /** Whether the permission covers a person. A list leaves everyone else out. */
  readonly covers: (person: Person) => MaybePromise<boolean>;
  /** How people that it can cover are searched for; null if it covers everyone. */
  readonly within: () => Promise<AreaSearch | null>;
  /** The areas that it covers, of those that were asked for; null if it covers everyone. */
  readonly areas: readonly string[] | null;
}

import type { Am } from '../../am/index.ts';
import type { Role } from '../../domain/caller.ts';
import type { Person } from '../../domain/person.ts';
import type { Proof } from '../../domain/proof.ts';
import type { Realm } from '../../domain/realm.ts';
import type { Loaders } from './loaders.ts';

/** AM used with one credential, and the loaders that read with it. */
export interface View {
  readonly am: Am;
  readonly loaders: Loaders;
}

/** A permission of a role, and AM used with the credential that belongs to it. */
export interface Grant extends View {
  readonly role: Role;
}

/** The permission for an effect on a person; `person` is null if it does not exist. */
export interface PersonGrant extends Grant {
  readonly person: Person | null;
}

/** The permission for a change, and the proof of the person's identity that it uses. */
export interface ChangeGrant extends PersonGrant {
  readonly proof: Proof | null;
}

/** The permission for an effect in a realm, on no single person. */
export interface RealmGrant extends Grant {
  readonly realm: Realm;
}

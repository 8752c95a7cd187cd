import type { GraphQLResolveInfo } from 'graphql';
import type { Am } from '../../am/am.ts';
import type { Role } from '../../domain/caller.ts';
import type { Person } from '../../domain/person.ts';
import type { Realm } from '../../domain/realm.ts';
import type { Loaders } from './loaders.ts';

/** AM used with one credential, and the loaders that read with it. */
export interface View {
  readonly am: Am;
  readonly loaders: Loaders;
}

/** A permission, and AM used with the credential that belongs to it. */
export interface Grant extends View {
  /** The role that has the permission. */
  readonly role: Role;
}

/** The permission for an effect on a person; `person` is null where there is no such person. */
export interface PersonGrant extends Grant {
  readonly person: Person | null;
}

/** The permission for an effect in a realm, on no single person. */
export interface RealmGrant extends Grant {
  readonly realm: Realm;
}

/** The grants of one request, by guarded field. */
export class Grants {
  private readonly byField = new Map<GraphQLResolveInfo, unknown>();

  set(field: GraphQLResolveInfo, grant: unknown): void {
    this.byField.set(field, grant);
  }

  /** @throws TypeError for a field without a guard */
  get(field: GraphQLResolveInfo): unknown {
    if (this.byField.has(field)) return this.byField.get(field);
    throw new TypeError(`${field.parentType.name}.${field.fieldName} has no guard`);
  }
}

import type { GraphQLResolveInfo } from 'graphql';
import type { Am } from '../../am/am.ts';
import type { Role } from '../../domain/caller.ts';
import type { Person } from '../../domain/person.ts';
import type { Realm } from '../../domain/realm.ts';
import type { Loaders } from './loaders.ts';

/** AM through one credential, with the loaders that read through it. */
export interface View {
  readonly am: Am;
  readonly loaders: Loaders;
}

/** A permission, and AM through the credential that it is used with. */
export interface Grant extends View {
  /** The role that permits it. */
  readonly role: Role;
}

/** The permission to do something to a person; null where there is no such person. */
export interface PersonGrant extends Grant {
  readonly person: Person | null;
}

/** The permission to do something to nobody in particular, in one realm. */
export interface RealmGrant extends Grant {
  readonly realm: Realm;
}

/** What the guards of one request have granted, by the field that they guard. */
export class Grants {
  private readonly byField = new Map<GraphQLResolveInfo, unknown>();

  set(field: GraphQLResolveInfo, grant: unknown): void {
    this.byField.set(field, grant);
  }

  /** @throws TypeError for a field that no guard has looked at */
  get(field: GraphQLResolveInfo): unknown {
    if (this.byField.has(field)) return this.byField.get(field);
    throw new TypeError(`${field.parentType.name}.${field.fieldName} has no guard`);
  }
}

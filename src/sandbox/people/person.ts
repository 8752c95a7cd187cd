import type { Attributes } from './attributes.ts';

/** The attributes of an entry that OpenAM has cached and serves to every signed-in caller. */
export interface KnownAttributes {
  readonly isComplete: boolean;
  readonly names: ReadonlySet<string>;
}

/** A user in the sandbox's directory. */
export interface Person {
  /** The realm in which the entry was created, as AM writes it: `/alpha`. */
  readonly realm: string;
  /** The value of `{user}` in paths: the name; in AIC the UUID (contract §3.2). */
  readonly id: string;
  /** The login name. */
  readonly name: string;
  password: string;
  /** Directory attributes, each an array of strings (contract §5.1). */
  readonly attributes: Attributes;
  /** By `cachePath`. Every write clears it. */
  readonly known: Map<string, KnownAttributes>;
}

/** A group and its members' entry DNs (contract §18 U32). */
export interface Group {
  readonly name: string;
  members: readonly string[];
  readonly known: Map<string, KnownAttributes>;
}

/**
 * Whether a user can sign in. The devices of inactive users can still be listed (contract §18 U39).
 */
export function isActive(person: Person): boolean {
  return person.attributes.get('inetUserStatus')?.[0]?.toLowerCase() !== 'inactive';
}

/** The attributes of an entry that OpenAM has read before and now serves to anybody. */
export interface KnownAttributes {
  readonly isComplete: boolean;
  readonly names: ReadonlySet<string>;
}

/** One entry of the sandbox's directory. */
export interface Person {
  /** The realm it was made in, as AM writes it: `/alpha`. */
  readonly realm: string;
  /** What goes into `{user}`: the name, in AIC the UUID (contract §3.2). */
  readonly id: string;
  /** The login name. */
  readonly name: string;
  password: string;
  /** Directory attributes, each an array of strings (contract §5.1). */
  readonly attributes: Map<string, readonly string[]>;
  /** By `cachePath`; emptied by every write. */
  readonly known: Map<string, KnownAttributes>;
}

/** A group and its members' entry DNs (contract §18 U32). */
export interface Group {
  readonly name: string;
  members: readonly string[];
  readonly known: Map<string, KnownAttributes>;
}

/** Signing in is refused to the inactive; their devices can still be listed (contract §18 U39). */
export function isActive(person: Person): boolean {
  return person.attributes.get('inetUserStatus')?.[0]?.toLowerCase() !== 'inactive';
}

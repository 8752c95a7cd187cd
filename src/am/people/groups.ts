import { readEntryName } from '../../domain/entry-name.ts';
import type { Privilege } from '../../domain/policy.ts';
import type { Realm } from '../../domain/realm.ts';
import type { Am } from '../am.ts';
import type { Deadline } from '../deadline.ts';
import type { GroupFacts } from '../json/groups.ts';
import { SingleFlight } from '../single-flight.ts';

/** How memberships are kept. */
export interface GroupDirectoryOptions {
  readonly lifetimeMs: number;
  readonly now: () => number;
  readonly warn: (message: string) => void;
  readonly asked?: ((isHit: boolean) => void) | undefined;
}

/** Groups of a realm. */
export interface GroupsRef {
  readonly realm: Realm;
  readonly groups: readonly string[];
}

/** The groups of a realm, and the entry to look for. */
export interface Membership extends GroupsRef {
  readonly entry: string;
}

/** How new a list has to be. */
export interface Recency {
  /** When the request that asks began. */
  readonly startedAt: number;
  /** Whether nothing known before counts: for a mutation (security A13). */
  readonly fresh: boolean;
  readonly deadline: Deadline;
}

/** Groups, and whether nothing is missing from them. */
interface Everybody {
  readonly lists: readonly GroupFacts[];
  readonly isWhole: boolean;
}

interface Asked {
  readonly realm: Realm;
  readonly group: string;
  /** Whether the configuration names it. */
  readonly isNamed: boolean;
}

/** The maximum number of groups within groups that one question reads. */
const maxWithin = 20;

/**
 * Tells who is in which group. In AM only a group lists its members (U32). A list serves queries for at most
 * 30 seconds, and never a mutation (security A13).
 */
export class GroupDirectory {
  readonly #options: GroupDirectoryOptions;
  readonly #lists: SingleFlight<GroupFacts | null>;

  constructor(options: GroupDirectoryOptions) {
    this.#options = options;
    // How old a list may be depends on who asks, so none ends by itself.
    const { now, asked } = options;
    this.#lists = new SingleFlight({ max: 1_000, now, asked, until: () => Infinity });
  }

  /**
   * Whether an entry is a member of any of the groups itself, which is what a role takes; `am` reads with the service
   * credential. A query accepts a list asked for within its lifetime before the request began, a mutation none asked
   * for before it began. A group that does not exist has no members.
   */
  async isMember(am: Am, { entry, ...groups }: Membership, recency: Recency): Promise<boolean> {
    const name = readEntryName(entry)?.text;
    const lists = await this.#read(am, groups, recency);
    return name !== undefined && lists.some((group) => group?.members.has(name) ?? false);
  }

  /**
   * Whether an entry is a member of any of the groups, or of a group in one of them. Unknown where a named group does
   * not exist, a member's name cannot be read, or there are too many groups within groups: what protects people must
   * not fail open.
   */
  async privilegeOf(
    am: Am,
    { entry, realm, groups }: Membership,
    recency: Recency,
  ): Promise<Privilege> {
    const name = readEntryName(entry)?.text;
    if (name === undefined) return 'unknown';
    const { lists, isWhole } = await this.#everybodyIn(am, { realm, groups }, recency);
    if (lists.some(({ members }) => members.has(name))) return 'privileged';
    return isWhole ? 'none' : 'unknown';
  }

  /** Whether it can be told of everybody whether they are in the groups, so that `privilegeOf` is never unknown. */
  async canTell(am: Am, groups: GroupsRef, recency: Recency): Promise<boolean> {
    return (await this.#everybodyIn(am, groups, recency)).isWhole;
  }

  /** Whether all of the groups exist. */
  async areThere(am: Am, groups: GroupsRef, recency: Recency): Promise<boolean> {
    return (await this.#read(am, groups, recency)).every((group) => group !== null);
  }

  /** Begins the reads that a question is about to need, and leaves their failures to it. */
  readAhead(am: Am, groups: GroupsRef, recency: Recency): void {
    void this.#read(am, groups, recency).catch(() => undefined);
  }

  /** The groups and those within them. */
  async #everybodyIn(am: Am, { realm, groups }: GroupsRef, recency: Recency): Promise<Everybody> {
    const seen = new Set(groups);
    const lists: GroupFacts[] = [];
    let isWhole = true;
    for (let wave: string[] = [...seen]; wave.length > 0;) {
      const isNamed = lists.length === 0;
      const read = await this.#read(am, { realm, groups: wave }, { ...recency, isNamed });
      const known = read.filter((group) => group !== null);
      lists.push(...known);
      isWhole &&= !(isNamed && known.length < read.length);
      isWhole &&= !known.some(({ hasUnreadable }) => hasUnreadable);
      const within = new Set(known.flatMap(({ perhapsGroups }) => perhapsGroups));
      wave = [...within].filter((group) => !seen.has(group));
      wave.forEach((group) => seen.add(group));
      if (seen.size > groups.length + maxWithin) return { lists, isWhole: false };
    }
    return { lists, isWhole };
  }

  #read(
    am: Am,
    { realm, groups }: GroupsRef,
    { startedAt, fresh, deadline, isNamed = true }: Recency & { readonly isNamed?: boolean },
  ): Promise<(GroupFacts | null)[]> {
    const notBefore = fresh ? startedAt : startedAt - this.#options.lifetimeMs;
    const reads = groups.map((group) => {
      const key = JSON.stringify([realm.name, group]);
      const load = (): Promise<GroupFacts | null> => this.#ask(am, { realm, group, isNamed });
      return this.#lists.get(key, load, { notBefore, deadline });
    });
    return Promise.all(reads);
  }

  async #ask(am: Am, { realm, group, isNamed }: Asked): Promise<GroupFacts | null> {
    // Other requests may wait for the list, so it outlives the one that asks.
    const facts = await am.forAll().group(realm, group);
    const { warn } = this.#options;
    // A member that lies beside the groups may be a person.
    if (facts === null && isNamed) warn(`realm ${realm.name} has no group ${group}`);
    if (facts?.hasUnreadable === true)
      warn(`realm ${realm.name}: a member of group ${group} has a name that cannot be read`);
    return facts;
  }
}

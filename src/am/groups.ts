import { ownValuesIn, readEntryName } from '../domain/values/entry-name.ts';
import { prepared } from '../domain/values/prepared.ts';
import { andThen, isPromise, type MaybePromise } from '../domain/values/maybe-promise.ts';
import type { Realm } from '../domain/people/realm.ts';
import type { Am } from './am.ts';
import type { Deadline } from './foundation/deadline.ts';
import type { GroupFacts } from './json/groups.ts';
import { SingleFlight } from './foundation/single-flight.ts';

/** How memberships are kept. */
interface GroupDirectoryOptions {
  readonly lifetimeMs: number;
  readonly now: () => number;
  /** Called at every lookup of a list. */
  readonly onLookup?: ((isHit: boolean) => void) | undefined;
}

/** Groups of a realm. */
interface GroupsRef {
  readonly realm: Realm;
  readonly groups: readonly string[];
}

/** The groups of a realm, and the entry to look for. */
export interface Membership extends GroupsRef {
  readonly entry: string;
}

/** Whether an entry is in a group, or in a group within it. */
type GroupMembership = 'member' | 'none' | 'unknown';

/** How recent a list has to be. */
export interface Recency {
  /** When the request started. */
  readonly startedAt: number;
  /** Whether only lists requested since then are accepted: for a mutation (security A13). */
  readonly fresh: boolean;
  readonly deadline: Deadline;
}

/** Groups with those within them, and why a member of them may be unknown. */
interface NestedGroups {
  readonly lists: readonly GroupFacts[];
  readonly gap: string | null;
}

/** The maximum number of groups within groups that one lookup reads. */
const maxWithin = 20;

/**
 * Decides who is in which group. In AM only a group lists its members (U32). A list serves queries
 * for at most 30 seconds, and never a mutation (security A13).
 */
export class GroupDirectory {
  readonly #options: GroupDirectoryOptions;
  readonly #lists: SingleFlight<GroupFacts | null>;

  constructor(options: GroupDirectoryOptions) {
    this.#options = options;
    // Each lookup says how old a list may be, so lists never expire by themselves.
    const { now, onLookup } = options;
    this.#lists = new SingleFlight({ max: 1_000, now, onLookup, until: () => Infinity });
  }

  /**
   * Whether an entry is a direct member of any of the groups, which is what a role requires; `am`
   * reads with the service credential. A query accepts a list that was requested within its
   * lifetime before the request started, a mutation only lists requested since then. A group that
   * does not exist has no members.
   */
  isMember(am: Am, { entry, ...groups }: Membership, recency: Recency): MaybePromise<boolean> {
    const name = readEntryName(entry)?.text;
    return andThen(
      this.#read(am, groups, recency),
      (lists) => name !== undefined && lists.some((group) => group?.members.has(name) ?? false),
    );
  }

  /**
   * Whether an entry is a member of any of the groups, or of a group in one of them. Unknown if a
   * named group does not exist, a member's name cannot be read, or there are too many groups within
   * groups: protection must not fail open.
   */
  membershipOf(
    am: Am,
    { entry, realm, groups }: Membership,
    recency: Recency,
  ): MaybePromise<GroupMembership> {
    const name = readEntryName(entry)?.text;
    if (name === undefined) return 'unknown';
    return andThen(this.#nestedIn(am, { realm, groups }, recency), ({ lists, gap }) => {
      if (lists.some(({ members }) => members.has(name))) return 'member';
      return gap === null ? 'none' : 'unknown';
    });
  }

  /**
   * Those of some ids that can be members of any of the groups, or of a group in one of them: a
   * member's entry is named by them. AM decides about each of them.
   */
  possibleMembers(
    am: Am,
    { ids, ...groups }: GroupsRef & { readonly ids: readonly string[] },
    recency: Recency,
  ): MaybePromise<ReadonlySet<string>> {
    return andThen(this.#nestedIn(am, groups, recency), ({ lists }) => {
      const wanted = new Map(ids.map((id) => [prepared(id), id]));
      const members = lists.flatMap((list) => [...list.members]);
      return new Set(members.flatMap(ownValuesIn).flatMap((value) => wanted.get(value) ?? []));
    });
  }

  /** Why `membershipOf` may be unknown, for the operator; null if each can be decided. */
  async gapIn(am: Am, groups: GroupsRef, recency: Recency): Promise<string | null> {
    return (await this.#nestedIn(am, groups, recency)).gap;
  }

  /** Whether all of the groups exist. */
  async areThere(am: Am, groups: GroupsRef, recency: Recency): Promise<boolean> {
    return (await this.#read(am, groups, recency)).every((group) => group !== null);
  }

  /** Starts the reads of a later lookup, which reports their failures. */
  readAhead(am: Am, groups: GroupsRef, recency: Recency): void {
    const lists = this.#read(am, groups, recency);
    if (isPromise(lists)) void lists.catch(() => undefined);
  }

  /** The groups and those within them, read level by level. */
  #nestedIn(am: Am, { realm, groups }: GroupsRef, recency: Recency): MaybePromise<NestedGroups> {
    const seen = new Set(groups);
    const readLevel = (
      level: readonly string[],
      above: NestedGroups,
    ): MaybePromise<NestedGroups> => {
      if (level.length === 0) return above;
      // A member that lies beside the groups may be a person, and not a missing group.
      const isNamed = above.lists.length === 0;
      return andThen(this.#read(am, { realm, groups: level }, recency), (found) => {
        const known = found.filter((group) => group !== null);
        const lists = [...above.lists, ...known];
        const missing = level.find((_group, index) => isNamed && found[index] === null);
        const unreadable = level.find((_group, index) => found[index]?.hasUnreadable === true);
        const gap = above.gap ?? gapOf(realm, { missing, unreadable });
        const within = new Set(known.flatMap(({ perhapsGroups }) => perhapsGroups));
        const next = [...within].filter((group) => !seen.has(group));
        next.forEach((group) => seen.add(group));
        if (seen.size > groups.length + maxWithin) {
          return { lists, gap: `realm ${realm.name}: more than ${maxWithin} groups within groups` };
        }
        return readLevel(next, { lists, gap });
      });
    };
    return readLevel([...seen], { lists: [], gap: null });
  }

  #read(
    am: Am,
    { realm, groups }: GroupsRef,
    { startedAt, fresh, deadline }: Recency,
  ): MaybePromise<(GroupFacts | null)[]> {
    const notBefore = fresh ? startedAt : startedAt - this.#options.lifetimeMs;
    const reads = groups.map((group) => {
      const key = JSON.stringify([realm.name, group]);
      // Other requests may wait for the list, so the read does not end with this one.
      const load = (): Promise<GroupFacts | null> => am.forAll().people.group(realm, group);
      return this.#lists.get(key, load, { notBefore, deadline });
    });
    const kept = reads.flatMap((read) => (isPromise(read) ? [] : [read]));
    return kept.length === reads.length ? kept : Promise.all(reads.map(async (read) => read));
  }
}

function gapOf(
  { name }: Realm,
  { missing, unreadable }: Readonly<Record<'missing' | 'unreadable', string | undefined>>,
): string | null {
  if (missing !== undefined) return `realm ${name} has no group ${missing}`;
  if (unreadable === undefined) return null;
  return `realm ${name}: a member of group ${unreadable} has a name that cannot be read`;
}

import type { Realm } from '../../domain/realm.ts';
import type { Am } from '../am.ts';
import { foldEntryName } from '../json/groups.ts';
import { SingleFlight } from '../single-flight.ts';

/** How memberships are kept. */
export interface GroupDirectoryOptions {
  readonly lifetimeMs: number;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/** The groups of a realm, and the entry to look for. */
export interface Membership {
  readonly entry: string;
  readonly realm: Realm;
  readonly groups: readonly string[];
}

/** How new a list has to be. */
export interface Recency {
  /** When the request that asks began. */
  readonly startedAt: number;
  /** Whether nothing known before counts: for a mutation (security A13). */
  readonly fresh: boolean;
}

/**
 * Tells who is in which group. In AM only a group lists its members (U32). A list serves queries for at most
 * 30 seconds, and never a mutation (security A13). A group that does not exist has no members.
 */
export class GroupDirectory {
  readonly #options: GroupDirectoryOptions;
  readonly #lists: SingleFlight<ReadonlySet<string>>;

  constructor(options: GroupDirectoryOptions) {
    this.#options = options;
    // How old a list may be depends on who asks, so none ends by itself.
    this.#lists = new SingleFlight({ max: 1_000, now: options.now, until: () => Infinity });
  }

  /**
   * Whether an entry is a member of any of the groups; `am` reads with the service credential. A query accepts a
   * list asked for within its lifetime before the request began, a mutation none asked for before it began.
   */
  async isMember(am: Am, { entry, realm, groups }: Membership, recency: Recency): Promise<boolean> {
    const lists = await Promise.all(
      groups.map((group) => this.#members(am, { realm, group }, recency)),
    );
    return lists.some((members) => members.has(foldEntryName(entry)));
  }

  /** Begins the reads that `isMember` is about to need, and leaves their failures to it. */
  readAhead(am: Am, { realm, groups }: Omit<Membership, 'entry'>, recency: Recency): void {
    for (const group of groups) void this.#members(am, { realm, group }, recency);
  }

  #members(
    am: Am,
    { realm, group }: { readonly realm: Realm; readonly group: string },
    { startedAt, fresh }: Recency,
  ): Promise<ReadonlySet<string>> {
    const notBefore = fresh ? startedAt : startedAt - this.#options.lifetimeMs;
    const key = JSON.stringify([realm.name, group]);
    return this.#lists.get(key, () => this.#ask(am, realm, group), notBefore);
  }

  async #ask(am: Am, realm: Realm, group: string): Promise<ReadonlySet<string>> {
    const members = await am.members(realm, group);
    if (members !== null) return members;
    this.#options.warn(`realm ${realm.name} has no group ${group}; nobody is in it`);
    return new Set();
  }
}

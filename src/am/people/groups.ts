import type { Realm } from '../../domain/realm.ts';
import type { Am } from '../am.ts';
import { foldEntryName } from '../json/groups.ts';

/** How memberships are remembered. */
export interface GroupDirectoryOptions {
  readonly lifetimeMs: number;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

interface Known {
  readonly members: Promise<ReadonlySet<string>>;
  readonly askedAt: number;
}

/** The groups of a realm and the entry that is looked for. */
export interface Membership {
  readonly entry: string;
  readonly realm: Realm;
  readonly groups: readonly string[];
}

/** How new a list has to be. */
export interface Recency {
  /** When the request began that asks. */
  readonly startedAt: number;
  /** Whether nothing counts that was known before: for a mutation (security A13). */
  readonly fresh: boolean;
}

/**
 * Who is in which group, as AM lets it be seen: only a group tells its members (U32). Remembered for at
 * most 30 seconds, and never for a mutation (security A13). A group that does not exist has no members.
 */
export class GroupDirectory {
  readonly #options: GroupDirectoryOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: GroupDirectoryOptions) {
    this.#options = options;
  }

  /**
   * Whether an entry is a member of any of the groups; `am` reads with the service credential. For a query a
   * list counts that was asked for within its lifetime before the request began, for a mutation none older than that.
   */
  async isMember(am: Am, { entry, realm, groups }: Membership, recency: Recency): Promise<boolean> {
    const notBefore = this.#notBefore(recency);
    const lists = await Promise.all(
      groups.map((group) => this.#members(am, { realm, group, notBefore })),
    );
    return lists.some((members) => members.has(foldEntryName(entry)));
  }

  /** Begins to read what `isMember` is about to be asked, beside something else; it tells of a failure then. */
  readAhead(am: Am, { realm, groups }: Omit<Membership, 'entry'>, recency: Recency): void {
    const notBefore = this.#notBefore(recency);
    for (const group of groups) {
      this.#members(am, { realm, group, notBefore }).catch(() => undefined);
    }
  }

  #notBefore({ startedAt, fresh }: Recency): number {
    return fresh ? startedAt : startedAt - this.#options.lifetimeMs;
  }

  #members(
    am: Am,
    {
      realm,
      group,
      notBefore,
    }: { readonly realm: Realm; readonly group: string; readonly notBefore: number },
  ): Promise<ReadonlySet<string>> {
    const { now } = this.#options;
    const key = `${realm.name} ${group}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.askedAt >= notBefore) return known.members;
    const entry = { members: this.#ask(am, realm, group), askedAt: now() };
    this.#known.set(key, entry);
    entry.members.catch(() => {
      if (this.#known.get(key) === entry) this.#known.delete(key);
    });
    return entry.members;
  }

  async #ask(am: Am, realm: Realm, group: string): Promise<ReadonlySet<string>> {
    const members = await am.members(realm, group);
    if (members !== null) return members;
    this.#options.warn(`realm ${realm.name} has no group ${group}; nobody is in it`);
    return new Set();
  }
}

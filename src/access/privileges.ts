import type { AmForRequest, Recency } from '../am/index.ts';
import { hasSuperUserName, type AccessSettings } from '../domain/rules/access.ts';
import type { Person } from '../domain/people/person.ts';
import type { Privilege } from '../domain/policy/policy.ts';
import type { Realm } from '../domain/people/realm.ts';
import type { Views } from './views.ts';

/** What privileges are decided with. */
interface PrivilegeFacts extends Pick<AmForRequest, 'service' | 'groups' | 'directories'> {
  readonly settings: AccessSettings;
}

interface PrivilegeParts {
  readonly views: Views;
  readonly recency: () => Recency;
  /** The groups of a realm whose members are meant. */
  readonly groupsIn: (realm: Realm) => string[];
  /** Whether only direct members are meant, as for roles. A group that is missing has none. */
  readonly areDirect?: boolean;
}

/**
 * Decides who is privileged, once for each person in one request: the super user, and the members
 * of administrator and privileged groups in every realm that shares the person's directory
 * (security A24).
 */
export class Privileges {
  private readonly facts: PrivilegeFacts;
  private readonly parts: PrivilegeParts;
  private readonly known = new Map<string, Promise<Privilege>>();

  constructor(facts: PrivilegeFacts, parts: PrivilegeParts) {
    this.facts = facts;
    this.parts = parts;
  }

  of(person: Person): Promise<Privilege> {
    const key = `${person.realm.name} ${person.id}`;
    const known = this.known.get(key) ?? this.read(person);
    this.known.set(key, known);
    return known;
  }

  /** Whether the groups that make people of a realm privileged can be read. */
  async canTell(realm: Realm): Promise<boolean> {
    const realms = [realm, ...this.facts.directories.sharingWith(realm)];
    const answers = realms.map(async (one) => {
      const groups = this.groupsOf(one);
      if (groups.length === 0) return true;
      const { am } = this.parts.views.throughService();
      const ref = { realm: one, groups };
      return (await this.facts.groups.gapIn(am, ref, this.parts.recency())) === null;
    });
    return (await Promise.all(answers)).every(Boolean);
  }

  /** Starts to read the groups that decide who is privileged, in parallel with the person. */
  readAhead(realm: Realm): void {
    for (const one of [realm, ...this.facts.directories.sharingWith(realm)])
      this.readGroupsAhead(one, this.groupsOf(one));
  }

  /** Starts to read groups of a realm; the code that needs them reports why they cannot be read. */
  readGroupsAhead(realm: Realm, groups: readonly string[]): void {
    const { service, groups: directory } = this.facts;
    if (service !== null) directory.readAhead(service, { realm, groups }, this.parts.recency());
  }

  private async read({ id, realm, entry }: Person): Promise<Privilege> {
    const { settings } = this.facts;
    if (hasSuperUserName(id, settings)) return 'privileged';
    const own = this.inRealm(realm, entry);
    const others = settings.realms.all.filter(
      (other) => other.name !== realm.name && this.groupsOf(other).length > 0,
    );
    return entry === null || others.length === 0 ? own : this.inRealms(own, others, entry);
  }

  private async inRealms(
    own: Promise<Privilege>,
    others: readonly Realm[],
    entry: string,
  ): Promise<Privilege> {
    const { am } = this.parts.views.throughService();
    // Other requests may wait for a sample, so it does not end with this one.
    const { people } = am.forAll();
    const sharing = this.facts.directories.holding(entry, others, (realm) => people.sample(realm));
    const [first, realms] = await Promise.all([own, sharing]);
    const rest = await Promise.all(realms.map((realm) => this.inRealm(realm, entry)));
    const found = [first, ...rest];
    if (found.includes('privileged')) return 'privileged';
    return found.includes('unknown') ? 'unknown' : 'none';
  }

  private async inRealm(realm: Realm, entry: string | null): Promise<Privilege> {
    const groups = this.groupsOf(realm);
    if (groups.length === 0) return 'none';
    // Without an entry membership is unknown, and the person counts as privileged.
    if (entry === null) return 'privileged';
    const { am } = this.parts.views.throughService();
    const membership = { entry, realm, groups };
    const { recency, areDirect = false } = this.parts;
    if (areDirect)
      return (await this.facts.groups.isMember(am, membership, recency())) ? 'privileged' : 'none';
    const found = await this.facts.groups.membershipOf(am, membership, recency());
    return found === 'member' ? 'privileged' : found;
  }

  private groupsOf(realm: Realm): string[] {
    return this.parts.groupsIn(realm);
  }
}

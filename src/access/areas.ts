import type { Am, AmForRequest, Recency } from '../am/index.ts';
import { groupsIn, type AccessSettings, type Area } from '../domain/rules/access.ts';
import type { AreaFact, AreaFacts } from '../domain/policy/area.ts';
import type { Person } from '../domain/people/person.ts';
import type { Realm } from '../domain/people/realm.ts';
import type { AreaSearch } from './facts/area-search.ts';
import type { Views } from './views.ts';

/** What areas are decided with. */
interface AreaFactSources extends Pick<AmForRequest, 'service' | 'groups'> {
  readonly settings: AccessSettings;
}

interface AreaParts {
  readonly views: Views;
  readonly recency: () => Recency;
}

/** A person, or a realm in which there is no such person. */
type Whose = Person | { readonly realm: Realm; readonly entry?: undefined };

/** Decides who is in which area (design D25). What cannot be decided is `unknown`. */
export class Areas {
  private readonly facts: AreaFactSources;
  private readonly parts: AreaParts;

  constructor(facts: AreaFactSources, parts: AreaParts) {
    this.facts = facts;
    this.parts = parts;
  }

  /**
   * Whether a person is in each of the named areas. Someone who does not exist is outside each of
   * them, after the same reads, so that an answer does not tell one from the other.
   */
  async of(whose: Whose, names: readonly string[]): Promise<AreaFacts> {
    const facts = this.named(names).map(async (area) => {
      return [area.name, await this.fact(area, whose)] as const;
    });
    return new Map(await Promise.all(facts));
  }

  /** Starts to read the groups of the named areas, in parallel with the person. */
  readAhead(realm: Realm, names: readonly string[]): void {
    const { service, groups: directory } = this.facts;
    const groups = this.named(names).flatMap((area) => groupsIn(realm, area.groups));
    if (service !== null && groups.length > 0)
      directory.readAhead(service, { realm, groups }, this.parts.recency());
  }

  /** How the people of the named areas are searched for in a realm, with the fewest calls. */
  searchOf(realm: Realm, names: readonly string[], am: Am): AreaSearch {
    const areas = this.named(names);
    const groups = groupsIn(
      realm,
      areas.flatMap((area) => area.groups),
    );
    const attributes = areas.flatMap((area) => area.attributes);
    if (groups.length === 0 && attributes.every(({ name }) => am.people.canSearchBy(name)))
      return { kind: 'by attributes', attributes };
    if (attributes.length > 0) return { kind: 'each' };
    const { am: reader } = this.parts.views.throughService();
    return {
      kind: 'by members',
      among: async (ids) =>
        this.facts.groups.possibleMembers(reader, { realm, groups, ids }, this.parts.recency()),
    };
  }

  private named(names: readonly string[]): readonly Area[] {
    return this.facts.settings.areas.filter(({ name }) => names.includes(name));
  }

  private async fact(area: Area, whose: Whose): Promise<AreaFact> {
    if (whose.entry === undefined) return this.factOfNobody(area, whose.realm);
    const { entry, realm, areasByAttribute } = whose;
    if (areasByAttribute?.includes(area.name) === true) return 'inside';
    const isUnread = areasByAttribute === null && area.attributes.length > 0;
    const otherwise = isUnread ? 'unknown' : 'outside';
    const groups = groupsIn(realm, area.groups);
    if (groups.length === 0) return otherwise;
    if (entry === null) return 'unknown';
    const { am } = this.parts.views.throughService();
    const membership = { entry, realm, groups };
    switch (await this.facts.groups.membershipOf(am, membership, this.parts.recency())) {
      case 'member':
        return 'inside';
      case 'none':
        return otherwise;
      case 'unknown':
        return 'unknown';
    }
  }

  private async factOfNobody(area: Area, realm: Realm): Promise<AreaFact> {
    const groups = groupsIn(realm, area.groups);
    if (groups.length === 0) return 'outside';
    const { am } = this.parts.views.throughService();
    const gap = await this.facts.groups.gapIn(am, { realm, groups }, this.parts.recency());
    return gap === null ? 'outside' : 'unknown';
  }
}

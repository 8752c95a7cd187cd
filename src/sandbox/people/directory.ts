import { entryDnOf, parseUniversalId } from './distinguished-names.ts';
import type { Group, Person } from './person.ts';
import type { Personality } from '../personality.ts';
import { foldSpelling } from './spelling.ts';

/** The initial contents of a directory. */
export interface DirectorySeed {
  readonly realms: readonly string[];
  readonly people: readonly Person[];
  readonly superUser: Person;
  readonly groups: readonly { readonly realm: string; readonly group: Group }[];
}

interface Container {
  readonly byId: Map<string, Person>;
  readonly byLogin: Map<string, Person>;
  readonly groups: Map<string, Group>;
}

/**
 * Users and groups by realm. A new realm shares the root's container by default (contract §14.5,
 * recorded on OpenAM: bob is also found in the root), so `alpha` and the root share a directory.
 * Only `beta` has a container of its own; in AIC each realm has.
 */
export class Directory {
  readonly #personality: Personality;
  readonly #containers = new Map<string, Container>();
  #realms: ReadonlySet<string> = new Set();
  #superUser: Person;

  constructor(personality: Personality, seed: DirectorySeed) {
    this.#personality = personality;
    this.#superUser = seed.superUser;
    this.reset(seed);
  }

  reset(seed: DirectorySeed): void {
    this.#containers.clear();
    this.#realms = new Set(seed.realms);
    this.#superUser = seed.superUser;
    for (const person of seed.people) {
      this.add(person);
    }
    for (const { realm, group } of seed.groups) {
      this.groupsOf(realm).set(foldSpelling(group.name), group);
    }
  }

  realms(): readonly string[] {
    return [...this.#realms];
  }

  /** Returns the realm of a name in any case, as it was created. */
  findRealm(written: string): string | undefined {
    return this.#realms.has(written)
      ? written
      : this.realms().find((realm) => realm === written.toLowerCase());
  }

  /**
   * Finds the user of `{user}` in any spelling that the directory folds to the user's name
   * (contract §18 U22). A complete universal id replaces the realm of the path (contract §3.2,
   * U14).
   */
  find(realm: string, writtenName: string): Person | undefined {
    if (/^id=/i.test(writtenName)) {
      const named = parseUniversalId(writtenName);
      return named === undefined ? undefined : this.#lookup(named.realm ?? realm, named.id);
    }
    return this.#lookup(realm, writtenName);
  }

  findByLogin(realm: string, name: string): Person | undefined {
    const folded = foldSpelling(name);
    if (realm === '/' && folded === this.#superUser.name) return this.#superUser;
    return this.#container(realm).byLogin.get(folded) ?? this.#byFurtherName(realm, folded);
  }

  isSuperUser(person: Person): boolean {
    return person === this.#superUser;
  }

  people(realm: string): readonly Person[] {
    return [...this.#container(realm).byId.values()];
  }

  add(person: Person): void {
    const container = this.#container(person.realm);
    container.byId.set(foldSpelling(person.id), person);
    container.byLogin.set(foldSpelling(person.name), person);
  }

  remove(person: Person): void {
    const container = this.#container(person.realm);
    container.byId.delete(foldSpelling(person.id));
    container.byLogin.delete(foldSpelling(person.name));
    const dn = entryDnOf(this.#personality, person.realm, person.id);
    for (const group of container.groups.values()) {
      group.members = group.members.filter((member) => member !== dn);
    }
  }

  groupsOf(realm: string): Map<string, Group> {
    return this.#container(realm).groups;
  }

  /**
   * Whether a user has the RealmAdmin privilege: members of `admins`, in their realm (contract §18
   * U31).
   */
  isDelegate(realm: string, id: string): boolean {
    const dn = entryDnOf(this.#personality, realm, id);
    return this.groupsOf(realm).get('admins')?.members.includes(dn) ?? false;
  }

  #lookup(realm: string, id: string): Person | undefined {
    const folded = foldSpelling(id);
    if (realm === '/' && folded === this.#superUser.id) return this.#superUser;
    return this.#container(realm).byId.get(folded) ?? this.#byFurtherName(realm, folded);
  }

  /**
   * Finds a user by a further `uid` of the entry; each is a name of the user (seen on 16.0.5). AIC
   * has UUIDs.
   */
  #byFurtherName(realm: string, folded: string): Person | undefined {
    if (this.#personality.hasUuidIds) return undefined;
    return this.people(realm).find(({ attributes }) =>
      attributes.get('uid')?.some((name) => foldSpelling(name) === folded),
    );
  }

  #container(realm: string): Container {
    const key = !this.#personality.hasUuidIds && realm === '/alpha' ? '/' : realm;
    const known = this.#containers.get(key);
    if (known !== undefined) return known;
    const made: Container = { byId: new Map(), byLogin: new Map(), groups: new Map() };
    this.#containers.set(key, made);
    return made;
  }
}

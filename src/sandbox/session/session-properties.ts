import type { Person } from '../people/person.ts';

/** Whitelisted session properties by person: what a tree's Set Session Properties node would give (contract §12). */
export class SessionProperties {
  readonly #byPerson = new Map<Person, Map<string, string>>();

  /** In every session of the person from now on; undefined takes the property away. */
  set(person: Person, name: string, value: string | undefined): void {
    const own = this.#byPerson.get(person) ?? new Map<string, string>();
    this.#byPerson.set(person, own);
    if (value === undefined) {
      own.delete(name);
    } else {
      own.set(name, value);
    }
  }

  of(person: Person | undefined): Readonly<Record<string, string>> {
    const own = person === undefined ? undefined : this.#byPerson.get(person);
    return Object.fromEntries(own ?? []);
  }

  clear(): void {
    this.#byPerson.clear();
  }
}

import type { Person } from '../people/person.ts';

/**
 * Whitelisted session properties by user, as the Set Session Properties node of a tree sets them
 * (contract §12).
 */
export class SessionProperties {
  readonly #byPerson = new Map<Person, Map<string, string>>();

  /** Sets a property in every session of a user from now on. Undefined removes it. */
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

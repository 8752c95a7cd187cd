import { readEntryName, type EntryName } from '../../domain/values/entry-name.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { SingleFlight } from '../foundation/single-flight.ts';

/** Reads the names of the entries of some people of a realm; null where AM reports none. */
type ReadSample = (realm: Realm) => Promise<readonly (string | null)[]>;

/** The most suffixes to remember of a realm; a realm with more counts as holding every entry. */
const mostSuffixes = 100;

/**
 * Which served realms share a directory, as the sub-realms of OpenAM do by default (contract
 * §14.5). A realm holds the entries below the suffixes of its people, which are learned from a
 * sample of them and from every person that is read. Two directories with the same suffix count as
 * one (security A24). AIC has one directory for each realm.
 */
export class Directories {
  readonly #realms: readonly Realm[];
  readonly #warn: (message: string) => void;
  readonly #suffixes = new Map<string, ReadonlySet<string>>();
  readonly #samples: SingleFlight<readonly (string | null)[]>;
  readonly #reported = new Set<string>();

  /** `realms` are those that may share a directory. */
  constructor(realms: readonly Realm[], warn: (message: string) => void) {
    this.#realms = realms.length > 1 ? realms : [];
    this.#warn = warn;
    // A failure is not kept, and a sample only until its suffixes are noted.
    const now = (): number => 0;
    this.#samples = new SingleFlight({ max: 1_000, now, until: () => 0 });
  }

  /** Learns from the names of people's entries in a realm; null if AM reports none. */
  note(realm: Realm, entries: readonly (string | null)[]): void {
    if (this.#realms.length === 0) return;
    const known = this.#suffixes.get(realm.name);
    const found = entries.flatMap((entry) => readEntryName(entry ?? '')?.suffix ?? []);
    const added = found.filter((suffix) => known?.has(suffix) !== true);
    if (added.length === 0) return;
    this.#suffixes.set(realm.name, new Set([...(known ?? []), ...added].slice(0, mostSuffixes)));
    this.#report();
  }

  /**
   * The realms among some whose groups may list an entry: those with people above, beside or below
   * the people of its own place. Groups list whole names, so a realm too many adds no member.
   * Realms without known people are sampled.
   * @throws Failure if a sample cannot be read
   */
  async holding(
    entry: string,
    realms: readonly Realm[],
    readSample: ReadSample,
  ): Promise<readonly Realm[]> {
    const among = realms.filter((realm) => this.#realms.includes(realm));
    await Promise.all(among.map((realm) => this.#learn(realm, readSample)));
    const name = readEntryName(entry);
    return among.filter(({ name: realm }) => {
      const suffixes = [...(this.#suffixes.get(realm) ?? [])];
      const isFull = suffixes.length >= mostSuffixes;
      return isFull || name === null || suffixes.some((suffix) => isOneTree(name, suffix));
    });
  }

  /**
   * The names of realms that share a directory, in groups, after a sample of each realm.
   * @throws Failure if a sample cannot be read
   */
  async shared(readSample: ReadSample): Promise<readonly (readonly string[])[]> {
    await Promise.all(this.#realms.map((realm) => this.#learn(realm, readSample)));
    return this.#shared();
  }

  /** The realms that are known to share a directory with another one. */
  sharingWith({ name }: Realm): readonly Realm[] {
    const names = this.#shared()
      .filter((group) => group.includes(name))
      .flat();
    return this.#realms.filter((realm) => realm.name !== name && names.includes(realm.name));
  }

  /**
   * The names of the realms in which AM may reach a person, their own first, without a call to AM.
   * A realm without known people counts. Without an entry these are the realms that share a
   * directory.
   */
  realmsHolding({ entry, realm }: Pick<Person, 'entry' | 'realm'>): string[] {
    const name = readEntryName(entry ?? '')?.text;
    const sharing = this.sharingWith(realm);
    const others = this.#realms.filter((other) => {
      if (other.name === realm.name) return false;
      const suffixes = this.#suffixes.get(other.name);
      if (suffixes === undefined || suffixes.size >= mostSuffixes) return true;
      if (name === undefined) return sharing.includes(other);
      return [...suffixes].some((suffix) => name.endsWith(`,${suffix}`));
    });
    return [realm, ...others].map((one) => one.name);
  }

  async #learn(realm: Realm, readSample: ReadSample): Promise<void> {
    if (this.#suffixes.has(realm.name)) return;
    const sample = await this.#samples.get(realm.name, () => readSample(realm));
    this.note(realm, sample);
    // A realm without people, or without names of entries, holds none.
    if (!this.#suffixes.has(realm.name)) this.#suffixes.set(realm.name, new Set());
  }

  #shared(): readonly (readonly string[])[] {
    const suffixes = new Set([...this.#suffixes.values()].flatMap((known) => [...known]));
    const groups = [...suffixes].map((suffix) =>
      this.#realms
        .map(({ name }) => name)
        .filter((name) => this.#suffixes.get(name)?.has(suffix) === true),
    );
    return groups.filter((group) => group.length > 1);
  }

  #report(): void {
    for (const group of this.#shared()) {
      const names = group.join(' and ');
      if (this.#reported.has(names)) continue;
      this.#reported.add(names);
      this.#warn(`The realms ${names} share a directory: a person is the same in each of them.`);
    }
  }
}

/** Whether an entry lies below a suffix, or the suffix lies below the place of the entry. */
function isOneTree({ text, suffix: own }: EntryName, suffix: string): boolean {
  return text.endsWith(`,${suffix}`) || suffix.endsWith(`,${own}`);
}

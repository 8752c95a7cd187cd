/** A value that an attribute had until a moment of `performance.now()`. */
interface PastValue {
  readonly name: string;
  readonly values: readonly string[];
  readonly until: number;
}

/** No list is older than this, in milliseconds. */
const longestLagMs = 60_000;

/** The attributes of an entry, also as a replica shows them that lags (reliability R31). */
export class Attributes extends Map<string, readonly string[]> {
  #past: readonly PastValue[] = [];

  constructor(entries: Iterable<readonly [string, readonly string[]]>) {
    super();
    for (const [name, values] of entries) super.set(name, values);
  }

  override set(name: string, values: readonly string[]): this {
    this.#keep(name);
    return super.set(name, values);
  }

  override delete(name: string): boolean {
    this.#keep(name);
    return super.delete(name);
  }

  /** The values of an attribute some milliseconds ago; none if it did not exist. */
  valuesAgo(name: string, agoMs: number): readonly string[] {
    const then = performance.now() - agoMs;
    const past = this.#past.find((one) => one.name === name && one.until > then);
    return past?.values ?? this.get(name) ?? [];
  }

  #keep(name: string): void {
    const until = performance.now();
    const kept = this.#past.filter((one) => one.until > until - longestLagMs);
    this.#past = [...kept, { name, values: this.get(name) ?? [], until }];
  }
}

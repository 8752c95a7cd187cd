import { isFields, type Fields } from '../../domain/values/json.ts';

/**
 * A configuration value that can change while the process runs, for example a rotated secret.
 * Prints as `[live]`, so that no log contains a secret.
 */
export class LiveValue<T> {
  #current: T;
  readonly #read: () => T | undefined;
  readonly #merge: (before: T, next: T) => T;

  /**
   * @param read reads the value again; undefined if it cannot be read
   * @param merge returns what the value becomes if the next one has been read
   */
  constructor(
    value: T,
    read: () => T | undefined = () => undefined,
    merge: (before: T, next: T) => T = (_before, next) => next,
  ) {
    this.#current = value;
    this.#read = read;
    this.#merge = merge;
  }

  get current(): T {
    return this.#current;
  }

  /** Replaces the value if it differs. Returns whether it was replaced. */
  replace(value: T): boolean {
    const next = this.#merge(this.#current, value);
    if (JSON.stringify(next) === JSON.stringify(this.#current)) return false;
    this.#current = next;
    return true;
  }

  /** Reads the value again and returns it, or the old value if it cannot be read. */
  reread(): T {
    const again = this.#read();
    if (again !== undefined) this.replace(again);
    return this.#current;
  }

  /** Reads the value again after `refused` was rejected. Returns whether it has changed. */
  rereadAfter(refused: T): boolean {
    return this.reread() !== refused;
  }

  toString(): string {
    return '[live]';
  }

  toJSON(): string {
    return '[live]';
  }
}

/** Replaces some parts of the things of a list, by their names. */
export function withParts(parts: readonly string[]) {
  return (before: unknown, next: unknown): unknown => {
    const named = new Map(thingsIn(next).map((one) => [one['name'], one]));
    return thingsIn(before).map((one) => {
      const found = named.get(one['name']) ?? one;
      return { ...one, ...Object.fromEntries(parts.map((part) => [part, found[part]])) };
    });
  };
}

function thingsIn(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list.filter(isFields) : [];
}

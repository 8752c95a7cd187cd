/**
 * A configuration value that can change while the process runs, for example a rotated secret.
 * Prints as `[live]`, so that no log contains a secret.
 */
export class LiveValue<T> {
  #current: T;
  readonly #read: () => T | undefined;

  /** @param read reads the value again; undefined if it cannot be read */
  constructor(value: T, read: () => T | undefined = () => undefined) {
    this.#current = value;
    this.#read = read;
  }

  get current(): T {
    return this.#current;
  }

  /** Replaces the value if it differs. Returns whether it was replaced. */
  replace(value: T): boolean {
    if (JSON.stringify(value) === JSON.stringify(this.#current)) return false;
    this.#current = value;
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

/**
 * A value of the configuration that may be replaced while the process runs, such as a secret that is rotated. Prints as
 * `[live]`, so that no log shows a secret.
 */
export class Live<T> {
  #current: T;
  readonly #read: () => T | undefined;

  /** @param read reads the value again; undefined where it cannot be read */
  constructor(value: T, read: () => T | undefined = () => undefined) {
    this.#current = value;
    this.#read = read;
  }

  get current(): T {
    return this.#current;
  }

  /** An equal value leaves the old one, so that `===` tells whether it was replaced. */
  replace(value: T): void {
    if (JSON.stringify(value) !== JSON.stringify(this.#current)) this.#current = value;
  }

  /** The value, read again; the one before where it cannot be. */
  reread(): T {
    const again = this.#read();
    if (again !== undefined) this.replace(again);
    return this.#current;
  }

  /** Reads the value again after one was refused; whether there is another one now. */
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

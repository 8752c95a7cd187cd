const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Replaces values consistently: the same value has the same placeholder in a whole recording. */
export class Placeholders {
  readonly #known = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The placeholder of a value. A UUID becomes another UUID, whatever it is the value of. */
  of(prefix: string, value: string, suffix = ''): string {
    if (value === '') return '';
    let known = this.#known.get(value);
    if (known === undefined) {
      known = uuid.test(value)
        ? `00000000-0000-4000-8000-${String(this.#next('uuid')).padStart(12, '0')}`
        : `${prefix}${this.#next(prefix)}${suffix}`;
      this.#known.set(value, known);
    }
    return known;
  }

  #next(prefix: string): number {
    const next = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, next);
    return next;
  }
}

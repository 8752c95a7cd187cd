import type { Option } from './option.ts';
import { options } from './options.ts';
import type { OptionName, OptionValue } from './options.ts';
import { InvalidValue } from './problem.ts';

/** Names and values as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads options out of an environment and keeps every problem it meets. */
export class Source {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * The value of an option; a blank text counts as absent. The default also stands in for a bad value, which is
   * a problem.
   */
  read<Name extends OptionName>(name: Name): OptionValue<Name>;
  read(name: OptionName): unknown {
    const option: Option = options[name];
    const raw = this.#environment[name] ?? '';
    // Blanks may belong to a secret.
    const text = option.secret === true ? raw : raw.trim();
    const given = raw.trim() === '' ? undefined : this.attempt(name, () => option.read(text));
    return given ?? (option.default === undefined ? undefined : option.read(option.default));
  }

  /** Adds a problem if some of these options are given without the others. */
  together(values: Readonly<Partial<Record<OptionName, unknown>>>): void {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const missing = Object.entries(values).filter(([, value]) => value === undefined);
    if (given.length === 0 || missing.length === 0) return;
    this.problems.push(`${namesOf(missing)}: missing beside ${namesOf(given)}`);
  }

  /** What a reader makes of a text; undefined where it refuses, which is a problem of the named option. */
  attempt<T>(name: OptionName, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.problems.push(`${name}: ${error.message}`);
      return undefined;
    }
  }
}

function namesOf(entries: readonly (readonly [string, unknown])[]): string {
  return entries.map(([name]) => name).join(', ');
}

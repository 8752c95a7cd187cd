import type { DefaultedOption, Option } from './option.ts';
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

  /** An option that has a default; the default also stands in for a bad value, which is a problem. */
  value<T>(name: string, option: DefaultedOption<T>): T {
    return this.optional(name, option) ?? option.read(option.standard);
  }

  /** An option whose absence means something of its own; an empty text counts as absent. Secrets are not trimmed. */
  optional<T>(name: string, option: Option<T>): T | undefined {
    const raw = this.#environment[name] ?? '';
    if (raw.trim() === '') return undefined;
    const text = option.secret === true ? raw : raw.trim();
    return this.attempt(name, () => option.read(text));
  }

  /** Options that are good for nothing alone: all or none of them. */
  together(values: Readonly<Record<string, unknown>>): void {
    const missing = Object.keys(values).filter((name) => values[name] === undefined);
    if (missing.length === 0 || missing.length === Object.keys(values).length) return;
    const given = Object.keys(values).filter((name) => !missing.includes(name));
    this.problems.push(`${missing.join(', ')}: missing beside ${given.join(', ')}`);
  }

  attempt<T>(name: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.problems.push(`${name}: ${error.message}`);
      return undefined;
    }
  }
}

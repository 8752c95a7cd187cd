import { Live } from '../domain/live.ts';
import type { Option } from './option.ts';
import { options } from './options.ts';
import type { OptionName, OptionValue } from './options.ts';
import { InvalidValue } from './problem.ts';
import { fileText } from './readers.ts';

/** Names and values as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads options out of an environment and keeps every problem it meets. */
export class Source {
  readonly problems: string[] = [];
  /** What may be replaced while the process runs. */
  readonly live = new Map<OptionName, Live<unknown>>();
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
    const raw = this.textOf(name);
    // Blanks may belong to a secret.
    const text = option.secret === true ? raw : raw.trim();
    const given = raw.trim() === '' ? undefined : this.attempt(name, () => option.read(text));
    return given ?? (option.default === undefined ? undefined : option.read(option.default));
  }

  /** The value of an option that may be replaced while the process runs; undefined where it is absent. */
  readLive<Name extends OptionName>(name: Name): Live<NonNullable<OptionValue<Name>>> | undefined {
    const value = this.read(name);
    if (value === undefined || value === null) return undefined;
    const live = new Live(value, () => {
      const again = new Source(this.#environment);
      const read = again.read(name);
      return again.problems.length === 0 ? (read ?? undefined) : undefined;
    });
    this.live.set(name, live);
    return live;
  }

  /** The text that was given, or that is in the file which `NAME_FILE` names. */
  textOf(name: OptionName): string {
    const raw = this.#environment[name] ?? '';
    const path = (this.#environment[`${name}_FILE`] ?? '').trim();
    if (path === '') return raw;
    if (raw.trim() !== '') this.problems.push(`${name}: give it, or ${name}_FILE, not both`);
    return this.attempt(name, () => contentOf(path)) ?? '';
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
      this.problems.push(`${name}: ${withoutCredentials(error.message)}`);
      return undefined;
    }
  }
}

/** A problem quotes what was given, which may be a URL with a password in it. */
function withoutCredentials(message: string): string {
  return message.replace(/\/\/[^"']*@/g, '//…@');
}

/** The text of a file without the line break at its end, which nobody means. Nothing in it is a mistake: it would switch a default on. */
function contentOf(path: string): string {
  const text = fileText(path).trim();
  if (text !== '') return text;
  throw new InvalidValue('the file that is named for it is empty');
}

function namesOf(entries: readonly (readonly [string, unknown])[]): string {
  return entries.map(([name]) => name).join(', ');
}

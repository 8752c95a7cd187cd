import { LiveValue } from './live-value.ts';
import { isOption, type Option, type OptionTree, type Values } from './option.ts';
import { InvalidValue } from './problem.ts';
import { fileText } from './readers.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads options from an environment and collects every problem. */
export class Source {
  readonly problems: string[] = [];
  /** The values that SIGHUP replaces, by the name of their option. */
  readonly live = new Map<string, LiveValue<unknown>>();
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Returns the values of options at the places of the options. */
  read<const T extends OptionTree>(tree: T): Values<T>;
  read(tree: OptionTree): unknown {
    return Object.fromEntries(
      Object.entries(tree).map(([place, entry]) => [
        place,
        isOption(entry) ? this.#valueOf(entry) : this.read(entry),
      ]),
    );
  }

  /** Calls a reader. If it rejects the value, adds a problem and returns undefined. */
  attempt<T>(name: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.problems.push(`${name}: ${withoutCredentials(error.message)}`);
      return undefined;
    }
  }

  #valueOf(option: Option): unknown {
    const value = this.#readOption(option);
    if (option.live !== true || value === undefined) return value;
    const live = new LiveValue(value, () => {
      const again = new Source(this.#environment);
      const next = again.#readOption(option);
      return again.problems.length === 0 ? next : undefined;
    });
    this.live.set(option.name, live);
    return live;
  }

  /** A blank text counts as absent. The default also replaces a bad value, which is a problem. */
  #readOption(option: Option): unknown {
    const { name, raw } = this.textOf(option);
    // Blanks may belong to a secret.
    const text = option.secret === true ? raw : raw.trim();
    const given =
      raw.trim() === '' ? undefined : this.attempt(name, () => readUnquoted(option, text));
    return given ?? (option.default === undefined ? undefined : option.read(option.default));
  }

  /** The given text, or the content of the file that `NAME_FILE` names; and which of both it is. */
  textOf({ name }: Option): { readonly name: string; readonly raw: string } {
    const raw = this.#environment[name] ?? '';
    const path = (this.#environment[`${name}_FILE`] ?? '').trim();
    if (path === '') return { name, raw };
    if (raw.trim() !== '') this.problems.push(`${name}: give it, or ${name}_FILE, not both`);
    const fileName = `${name}_FILE`;
    return { name: fileName, raw: this.attempt(fileName, () => contentOf(path)) ?? '' };
  }
}

/** Whether a text has quotes around it, which `docker --env-file` leaves in place. */
export function isQuoted(text: string): boolean {
  return /^(["']).*\1$/s.test(text);
}

/** Rejects quotes around a value. Only a secret may have quotes, unless its reader rejects it. */
function readUnquoted({ read, secret }: Option, text: string): unknown {
  const problem = new InvalidValue('the value has quotes around it; remove them');
  try {
    const value = read(text);
    if (secret === true || !isQuoted(text)) return value;
  } catch (error) {
    if (!isQuoted(text)) throw error;
  }
  throw problem;
}

/** Removes credentials: a problem quotes the value, which may be a URL with a password. */
function withoutCredentials(message: string): string {
  return message.replace(/\/\/(?!user:password@)[^"']*@/g, '//…@');
}

/** Returns the text of a file, trimmed. Rejects an empty file, which would select the default. */
function contentOf(path: string): string {
  const text = fileText(path).trim();
  if (text !== '') return text;
  throw new InvalidValue('the file is empty');
}

/** Returns a problem if some of these options are given without the others. */
export function incomplete(values: Readonly<Record<string, unknown>>): string[] {
  const given = Object.keys(values).filter((name) => values[name] !== undefined);
  const missing = Object.keys(values).filter((name) => values[name] === undefined);
  if (given.length === 0 || missing.length === 0) return [];
  return [`${missing.join(', ')}: missing beside ${given.join(', ')}`];
}

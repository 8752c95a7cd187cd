import type { ConfigFile } from './config-file.ts';
import { isInFile, partsOf } from './file-schema.ts';
import { LiveValue } from '../values/live-value.ts';
import { isOption, type Option, type OptionTree, type Values } from '../values/option.ts';
import { ConfigError, InvalidValue, isPossible } from '../values/problem.ts';
import { fileText } from '../values/files.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of an option. */
interface GivenText {
  /** The variable that has it: `NAME`, or `NAME_FILE`. */
  readonly name: string;
  readonly raw: string;
  readonly from: 'environment' | 'file' | 'sandbox';
}

/** Opens the configuration file; undefined if none is configured. @throws InvalidValue */
type OpenFile = (report: (problem: string) => void) => ConfigFile | undefined;

/** Where options are read from beside the environment. */
interface OtherSources {
  /** What counts if an option is not set: the sandbox's own options. */
  readonly presets?: Environment;
  readonly openFile?: OpenFile;
}

/** Reads options from an environment and a configuration file, and collects every problem. */
export class Source {
  /** Problems of options together, such as one that needs another. */
  readonly problems: string[] = [];
  /** Problems of single values. */
  readonly #refusals: string[] = [];
  /** The variables and options whose values were refused. */
  readonly #refused = new Set<string>();
  /** The values that SIGHUP replaces, by the name of their option. */
  readonly live = new Map<string, LiveValue<unknown>>();
  readonly #environment: Environment;
  readonly #others: OtherSources;
  #file: ConfigFile | undefined | null = null;

  constructor(environment: Environment, others: OtherSources = {}) {
    this.#environment = environment;
    this.#others = others;
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
      this.#add(`${name}: ${withoutCredentials(error.message)}`);
      this.refuse(name);
      return undefined;
    }
  }

  /** Notes that the value of an option is not known, so that nothing is said to lack it. */
  refuse(name: string): void {
    this.#refused.add(name).add(name.replace(/_FILE$/, ''));
  }

  #valueOf(option: Option): unknown {
    const value = this.#readOption(option);
    if (option.live !== true || value === undefined) return value;
    const live = new LiveValue(value, () => {
      const again = new Source(this.#environment, this.#others);
      let next: unknown;
      const isRead = isPossible(() => {
        next = again.#readOption(option);
      });
      return isRead && again.#refusals.length === 0 ? next : undefined;
    });
    this.live.set(option.name, live);
    return live;
  }

  /** A blank text counts as absent. The default also replaces a bad value, which is a problem. */
  #readOption(option: Option): unknown {
    const given = this.textOf(option);
    const { name, raw, from } = given;
    const inFile = this.inFile(option, given);
    // Blanks may belong to a secret.
    const text = option.secret === true ? raw : raw.trim();
    const isBlank = raw.trim() === '';
    const before = this.#refusals.length;
    const value = inFile
      ? inFile.read()
      : isBlank
        ? undefined
        : this.attempt(name, () => {
            const read = (): unknown => readUnquoted(option, text);
            return from === 'file' ? withoutContent(read) : read();
          });
    // Other options must not be said to lack the wrong items of a list.
    if (inFile && (value === undefined || this.#refusals.length > before)) this.refuse(option.name);
    return value ?? (option.default === undefined ? undefined : option.read(option.default));
  }

  isSet(option: Option): boolean {
    return this.textOf(option).raw.trim() !== '' || this.inFile(option) !== undefined;
  }

  /** Returns what the configuration file says of an option that is no variable. */
  inFile(option: Option, { from, raw } = this.textOf(option)) {
    const isVariable = from !== 'sandbox' && raw.trim() !== '';
    if (!isInFile(option) || isVariable) return undefined;
    const { schema, fromFile } = option.read;
    const value = this.#configFile?.valueOf(option);
    return value && { read: () => fromFile(value), parts: partsOf(value.value, schema) };
  }

  /**
   * Returns all problems. Those of an option in the configuration file have its position. What
   * options together lack is left out if one of them was refused: it is missing only because of
   * that.
   */
  located(byName: ReadonlyMap<string, Option>): readonly string[] {
    const others = this.problems.filter(
      (problem) =>
        !(problem.match(/[A-Z][A-Z0-9_]+/g) ?? []).some((name) => this.#refused.has(name)),
    );
    return [...this.#refusals, ...others].map((problem) => {
      const [, name = '', message = ''] = /^([A-Z_]+): (.*)$/s.exec(problem) ?? [];
      const option = byName.get(name);
      const isHere = option !== undefined && isInFile(option) && this.inFile(option) !== undefined;
      return isHere ? `CONFIG_FILE: ${this.#configFile?.located(option, message)}` : problem;
    });
  }

  /** Adds a problem once, although an option can be looked at again. */
  #add(problem: string): void {
    if (!this.#refusals.includes(problem)) this.#refusals.push(problem);
  }

  get #configFile(): ConfigFile | undefined {
    if (this.#file !== null) return this.#file;
    try {
      this.#file = this.#others.openFile?.((problem) => {
        this.#add(`CONFIG_FILE: ${withoutCredentials(problem)}`);
      });
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.#add(`CONFIG_FILE: ${withoutCredentials(error.message)}`);
      throw new ConfigError(this.#refusals);
    }
    return this.#file;
  }

  /** The given text, or the content of the file that `NAME_FILE` names; and where it is from. */
  textOf({ name }: Option): GivenText {
    const given = this.#environment[name];
    const raw = given ?? '';
    const path = (this.#environment[`${name}_FILE`] ?? '').trim();
    if (path === '') {
      const preset = given === undefined ? this.#others.presets?.[name] : undefined;
      return preset === undefined
        ? { name, raw, from: 'environment' }
        : { name, raw: preset, from: 'sandbox' };
    }
    if (raw.trim() !== '') this.#add(`${name}: give it, or ${name}_FILE, not both`);
    const fileName = `${name}_FILE`;
    const content = this.attempt(fileName, () => contentOf(path)) ?? '';
    return { name: fileName, raw: content, from: 'file' };
  }
}

/** Whether a text has quotes around it, which `docker --env-file` leaves in place. */
export function isQuoted(text: string): boolean {
  return /^(["']).*\1$/s.test(text);
}

/**
 * Reads the content of a file. Its name can be wrong, and then the content is not the operator's to
 * see: what a reader quotes is left out.
 */
function withoutContent(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const [told = ''] = error.message.split(/, got "/);
    throw new InvalidValue(/"/.test(told) ? 'the content of the file is not valid' : told);
  }
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

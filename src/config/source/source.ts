import type { ConfigFile } from './config-file.ts';
import type { Environment, OtherSources } from './given.ts';
import { isInFile } from './file-schema.ts';
import { LiveValue, withParts } from '../values/live-value.ts';
import { isOption, type Option, type OptionTree, type Values } from '../values/option.ts';
import type { Condition } from '../values/option.ts';
import { ConfigError, InvalidValue, isPossible } from '../values/problem.ts';
import { pathIn, type Variable } from '../values/references.ts';
import {
  contentOf,
  isGiven,
  isMet,
  names,
  namesIn,
  readUnquoted,
  withoutCredentials,
  wordsIn,
  type GivenText,
} from './texts.ts';

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
  readonly #variable: Variable = (name) => this.#environment[name];
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

  /** Calls a reader. What it rejects is a problem, which quotes no content of a file. */
  attempt<T>(name: string, read: () => T, isContent = false): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.#add(`${name}: ${withoutCredentials(isContent ? error.unquoted : error.message)}`);
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
    if (option.live === undefined || value === undefined) return value;
    const reread = (): unknown => {
      const again = new Source(this.#environment, this.#others);
      let next: unknown;
      const isRead = isPossible(() => {
        next = again.#readOption(option);
      });
      return isRead && again.#refusals.length === 0 ? next : undefined;
    };
    const merge = option.live === true ? undefined : withParts(option.live);
    const live = new LiveValue(value, reread, merge);
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
    const read = (): unknown =>
      this.attempt(name, () => readUnquoted(option, pathIn(text, this.#variable)), from === 'file');
    const value = inFile ? inFile.read() : isBlank ? undefined : read();
    // Nothing is said to lack the wrong items of a list.
    if (inFile && (value === undefined || this.#refusals.length > before)) this.refuse(option.name);
    const preset = this.#preset(option);
    return value ?? (preset === undefined ? undefined : option.read(preset));
  }

  #preset({ name, presumed, default: preset }: Option): string | undefined {
    const textOf = (other: string): string => {
      const option = this.#option(other);
      const text = option && this.#readOption(option);
      // What follows from a refused value is not known either.
      if (this.#refused.has(other)) this.refuse(name);
      return wordsIn(text ?? '').join();
    };
    return presumed?.((condition) => this.holds(condition), textOf) ?? preset;
  }

  isSet(option: Option): boolean {
    return this.textOf(option).raw.trim() !== '' || isGiven(this.inFile(option)?.parts);
  }

  /** Whether a condition of the table holds. */
  holds(condition: Condition): boolean {
    return isMet(condition, (name, value) => {
      const option = this.#option(name);
      if (value !== undefined) return this.wordsOf(name).includes(value);
      return option !== undefined && this.isSet(option);
    });
  }

  /** The value of an option in words, item by item: `on`, `postgres`. */
  wordsOf(name: string): readonly string[] {
    const option = this.#option(name);
    return wordsIn(option && this.#readOption(option));
  }

  /** What an option has in the form of the file; of a secret its value. */
  partsOf(name: string): unknown {
    const option = this.#option(name);
    if (option === undefined) return undefined;
    if (option.secret === true || !isInFile(option)) return this.#readOption(option);
    const given = this.textOf(option);
    const inFile = this.inFile(option, given);
    if (inFile) return inFile.parts;
    const text = given.raw.trim() || (this.#preset(option) ?? '');
    return isPossible(() => option.read(text)) ? option.read.toFile(text) : undefined;
  }

  /** Returns what the configuration file says of an option that is no variable. */
  inFile(option: Option, { from, raw } = this.textOf(option)) {
    if (!isInFile(option) || (from !== 'sandbox' && raw.trim() !== '')) return undefined;
    const { fromFile } = option.read;
    const file = this.#configFile;
    const value = file?.valueOf(option);
    if (!file || !value) return undefined;
    const about = { from: file.originOf(option), places: file.placesOf(option) };
    return { ...about, read: () => fromFile(value), parts: value.value };
  }

  /** Returns a problem or warning as the operator sees it: a list has the name of its place. */
  shown(problem: string, isOfFile = false): string {
    return problem.replaceAll(names, (name) => {
      const { isList = false, file } = this.#option(name) ?? {};
      const isVariable = !isOfFile || this.textOf({ name }).raw.trim() !== '';
      if ((isVariable && !isList) || file === undefined) return name;
      const place = isOfFile ? file : `${file} in CONFIG_FILE`;
      return (isList && this.#configFile?.variablesOf(file)) || place;
    });
  }

  /**
   * Returns all problems; those of an option in the file with its position and its keys. What
   * options together lack is left out if one of them was refused: it is missing because of that.
   */
  located(): readonly string[] {
    const others = this.problems.filter((problem) =>
      namesIn(problem).every((name) => !this.#refused.has(name)),
    );
    return [...this.#refusals, ...others].map((problem) => {
      const named = namesIn(problem).flatMap((name) => this.#option(name) ?? []);
      const here = named.find((option) => this.isSet(option));
      if (here === undefined || !isInFile(here) || this.inFile(here)?.from !== 'CONFIG_FILE')
        return this.shown(problem);
      const text = this.shown(problem.replace(new RegExp(`^${here.name}: `), ''), true);
      return this.#configFile?.located(here, text) ?? text;
    });
  }

  /** Adds a problem once, although an option can be looked at again. */
  #add(problem: string): void {
    if (!this.#refusals.includes(problem)) this.#refusals.push(problem);
  }

  #option(name: string): Option | undefined {
    return this.#others.byName?.get(name);
  }

  get #configFile(): ConfigFile | undefined {
    if (this.#file !== null) return this.#file;
    try {
      this.#file = this.#others.openFile?.((problem) => {
        this.#add(withoutCredentials(problem));
      }, this);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.#add(`CONFIG_FILE: ${withoutCredentials(error.message)}`);
      throw new ConfigError(this.#refusals);
    }
    if (this.#refused.has('CONFIG_FILE')) throw new ConfigError(this.#refusals);
    return this.#file;
  }

  /** The given text, or the content of the file that `NAME_FILE` names; and where it is from. */
  textOf({ name, isList }: Pick<Option, 'name' | 'isList'>): GivenText {
    if (isList === true) return { name, raw: '', from: 'environment' };
    const given = this.#variable(name);
    const raw = given ?? '';
    const path = (this.#variable(`${name}_FILE`) ?? '').trim();
    if (path === '') {
      const preset = given === undefined ? this.#others.presets?.[name] : undefined;
      return preset === undefined
        ? { name, raw, from: 'environment' }
        : { name, raw: preset, from: 'sandbox' };
    }
    if (raw.trim() !== '') this.#add(`${name}: give it, or ${name}_FILE, not both`);
    const fileName = `${name}_FILE`;
    const content = this.attempt(fileName, () => contentOf(pathIn(path, this.#variable))) ?? '';
    return { name: fileName, raw: content, from: 'file' };
  }
}

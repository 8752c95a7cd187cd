import { isFields, type Fields } from '../../domain/values/json.ts';
import { InvalidValue } from './problem.ts';
import { pathIn, referredText, type Variable } from './references.ts';

/** The way to a value: keys of objects, and indexes of lists. */
export type FilePath = readonly (string | number)[];

/** The configuration file that a value is in. */
export interface FileContext {
  /** Adds a problem of the value at a path. */
  readonly report: (path: FilePath, message: string) => void;
  /** Returns an environment variable, for references to secrets. */
  readonly variable: Variable;
}

/** A value in the configuration file, whose form the schema has checked. */
export class FileValue {
  readonly value: unknown;
  readonly #path: FilePath;
  readonly #context: FileContext;

  constructor(value: unknown, context: FileContext, path: FilePath = []) {
    this.value = value;
    this.#context = context;
    this.#path = path;
  }

  /** The members of an object; none of another value. */
  get fields(): Fields {
    return isFields(this.value) ? this.value : {};
  }

  /** The items of a list. */
  get items(): readonly FileValue[] {
    const list: readonly unknown[] = Array.isArray(this.value) ? this.value : [];
    return list.map((item, index) => new FileValue(item, this.#context, [...this.#path, index]));
  }

  /** Returns a member of an object; undefined if it is absent. */
  member(name: string): FileValue | undefined {
    if (!isFields(this.value) || !Object.hasOwn(this.value, name)) return undefined;
    return new FileValue(this.value[name], this.#context, [...this.#path, name]);
  }

  /** The text of a text or number. @throws InvalidValue */
  get text(): string {
    if (typeof this.value === 'string' || typeof this.value === 'number')
      return nonEmpty(pathIn(String(this.value), this.#context.variable));
    throw new InvalidValue('expected a text');
  }

  /** The text that an object refers to. @throws InvalidValue */
  get referredText(): string {
    if (!isFields(this.value)) return this.text;
    return nonEmpty(referredText(this.value, this.#context.variable));
  }

  /** Calls a reader. If it rejects the value, reports the problem and returns undefined. */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.#context.report(this.#path, error.message);
      return undefined;
    }
  }
}

function nonEmpty(text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '') return trimmed;
  throw new InvalidValue('the value is empty');
}

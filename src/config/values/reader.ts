import type { FileValue } from './file-value.ts';

/** Returns the value of a text; throws `InvalidValue` if the text is invalid. */
export type Reader<T> = (text: string) => T;

/** JSON Schema (draft-07) of a value in the configuration file. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  /** Only references to secrets have it. */
  readonly maxProperties?: number;
  readonly [keyword: string]: unknown;
}

/** A reader of a value that can also stand in the configuration file. */
export interface FileReader<T> {
  (text: string): T;
  readonly schema: Schema;
  /** Returns the value in the file; undefined if it is invalid, after its problems are reported. */
  readonly fromFile: (given: FileValue) => T | undefined;
  /** Returns what the file has in place of a valid text; undefined if it has a secret. */
  readonly toFile: (text: string) => unknown;
}

/**
 * A reader whose text is one thing although its value has parts: by a standard (a URL, a key), or
 * because it is a path. Such an option is a variable only.
 */
export interface WholeReader<T> {
  (text: string): T;
  readonly isWhole: true;
}

export function whole<T>(read: Reader<T>): WholeReader<T> {
  return Object.assign((text: string) => read(text), { isWhole: true } as const);
}

import { InvalidValue } from './problem.ts';
import type { FileReader, Reader, Schema } from './reader.ts';

/** Returns a reader of a text, with the members of a reader of the file. */
export function fileReader<T>(
  read: Reader<T>,
  members: Pick<FileReader<T>, 'schema' | 'fromFile' | 'toFile'>,
): FileReader<T> {
  const { schema, fromFile, toFile } = members;
  return Object.assign((text: string) => read(text), { schema, fromFile, toFile });
}

/** Returns the reader itself, or one of any text that it accepts. */
export function inFile<T>(read: Reader<T>): FileReader<T> {
  return isFileReader(read) ? read : scalar(read, { type: 'string' });
}

export function isFileReader<T>(read: Reader<T>): read is FileReader<T> {
  return 'fromFile' in read;
}

/** A text or a number. The schema has what editors can check. */
export function scalar<T>(read: Reader<T>, schema: Schema): FileReader<T> {
  return fileReader(read, {
    schema,
    fromFile: (given) => given.attempt(() => read(given.text)),
    toFile: (text) => (schema.type === 'integer' ? Number(text) : text),
  });
}

/** Describes a part of a thing, in the schema and on the page of options. */
export function described<T>(description: string, read: Reader<T>): FileReader<T> {
  const { schema, ...members } = inFile(read);
  return fileReader(read, { ...members, schema: { description, ...schema } });
}

/** Where a secret is: in a file, an environment variable, or a credential of systemd. */
const reference = {
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: {
    file: { type: 'string' },
    variable: { type: 'string' },
    credential: { type: 'string' },
  },
} as const;

/** A secret. The configuration file only refers to it. */
export function secret<T>(read: Reader<T>): FileReader<T> {
  return fileReader(read, {
    schema: { type: 'object', ...reference },
    fromFile: (given) => given.attempt(() => read(given.referredText)),
    toFile: () => undefined,
  });
}

/** A text that the configuration file refers to if it contains a secret. */
export function perhapsSecret<T>(read: Reader<T>): FileReader<T> {
  return fileReader(read, {
    ...secret(read),
    schema: { type: ['string', 'object'], ...reference },
  });
}

/** A list; blanks around items are ignored. The text has commas, unless it says otherwise. */
export function listOf<T>(item: Reader<T>, separator = ','): FileReader<readonly T[]> {
  const { schema, fromFile, toFile } = inFile(item);
  const textsIn = (text: string): readonly string[] =>
    text
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  return fileReader((text) => textsIn(text).map((part) => item(part)), {
    schema: { type: 'array', items: schema },
    fromFile: ({ items }) => items.map(fromFile).filter((value) => value !== undefined),
    toFile: (text) => allOf(textsIn(text).map((part) => toFile(part))),
  });
}

/** A list of at least one item. */
export function nonEmptyListOf<T>(item: Reader<T>, separator?: string): FileReader<readonly T[]> {
  const list = listOf(item, separator);
  const nonEmpty = mapped(list, (items) => {
    if (items.length > 0) return items;
    throw new InvalidValue('expected at least one item');
  });
  return fileReader(nonEmpty, { ...nonEmpty, schema: { ...list.schema, minItems: 1 } });
}

/** A list in which no two items have the same key. */
export function distinct<T>(
  list: FileReader<readonly T[]>,
  keyOf: (item: T) => string,
): FileReader<readonly T[]> {
  return mapped(list, (items) => {
    const keys = items.map(keyOf);
    const twice = keys.find((key, index) => keys.indexOf(key) < index);
    if (twice === undefined) return items;
    throw new InvalidValue(`"${twice}" is given twice`, { isQuoting: true });
  });
}

/** The name of a thing. */
export function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** Values that are a list in the file. In the text each has its own item. */
export function severalOf<T>(item: Reader<T>): FileReader<readonly T[]> {
  const { fromFile, schema } = listOf(item);
  const { toFile } = inFile(item);
  return fileReader((text) => [item(text)], {
    schema,
    fromFile,
    toFile: (text) => allOf([toFile(text)]),
  });
}

/** Reads a text that stands for items of a list in the file. */
export function standingFor<T>(
  read: Reader<readonly T[]>,
  inList: (item: T) => unknown,
): FileReader<readonly T[]> {
  return fileReader(read, { ...inFile(read), toFile: (text) => read(text).map(inList) });
}

/** Changes what a reader returns; `change` can throw `InvalidValue`. */
export function mapped<T, U>(read: FileReader<T>, change: (value: T) => U): FileReader<U> {
  return fileReader((text) => change(read(text)), {
    ...read,
    fromFile: (given) => {
      const value = read.fromFile(given);
      return value === undefined ? undefined : given.attempt(() => change(value));
    },
  });
}

/** Returns the items; undefined if one is undefined. */
function allOf(items: readonly unknown[]): readonly unknown[] | undefined {
  return items.includes(undefined) ? undefined : items;
}

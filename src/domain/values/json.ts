/** Readers of the JSON that the gateway itself has stored, by allow-list: others are omitted. */

/** A JSON object that the gateway writes. */
type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Thrown for JSON of another form; the message never quotes a value. */
export class UnreadableJson extends Error {}

/** Returns a value of one form. @throws UnreadableJson */
export type Reader<T> = (value: unknown) => T;

/** A JSON object with unchecked members. */
export type Fields = Readonly<Record<string, unknown>>;

/** A reader for each member of an object. */
export type Readers<T> = {
  readonly [K in keyof T]-?: Reader<T[K] | (object extends Pick<T, K> ? undefined : never)>;
};

/** Parses JSON; undefined for any other text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const asFields = readerOf('object', isFields);

export const asText = readerOf('text', (value) => typeof value === 'string');
export const asFlag = readerOf('boolean', (value) => typeof value === 'boolean');
export const asNumber = readerOf('number', (value) => typeof value === 'number');

/** A whole number from 0. */
export const asCount = readerOf(
  'whole number',
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
);

/** A moment as ISO 8601 writes it. */
export const asInstant: Reader<string> = (value) => {
  const at = asText(value);
  if (Number.isNaN(Date.parse(at))) throw new UnreadableJson('not a time');
  return at;
};

/** A text of a closed set. */
export function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  return readerOf(`one of ${values.join()}`, (value): value is T =>
    values.some((one) => one === value),
  );
}

export function listOf<T>(item: Reader<T>): Reader<T[]> {
  const asList = readerOf('list', (value) => Array.isArray(value));
  return (value) => asList(value).map(item);
}

/** An object of any members, whose values are read alike. */
export function mapOf<T>(value: Reader<T>): Reader<Record<string, T>> {
  return (object) =>
    Object.fromEntries(Object.entries(asFields(object)).map(([name, one]) => [name, value(one)]));
}

/** A value that may be null or absent; both are null. */
export function orNull<T>(read: Reader<T>): Reader<T | null> {
  return (value) => (value === undefined || value === null ? null : read(value));
}

/** A member that may be absent. */
export function optional<T>(read: Reader<T>): Reader<T | undefined> {
  return (value) => (value === undefined ? undefined : read(value));
}

/** An object with these members. */
export function objectOf<T extends object>(members: Readers<T>): Reader<T>;
export function objectOf(members: Readonly<Record<string, Reader<unknown>>>): Reader<unknown> {
  const readers = Object.entries(members);
  return (value) => {
    const item = asFields(value);
    // A page of changes has thousands of members: no lists between.
    const read: Record<string, unknown> = {};
    for (const [name, reader] of readers) {
      const member = reader(item[name]);
      if (member !== undefined) read[name] = member;
    }
    return read;
  };
}

function readerOf<T>(form: string, is: (value: unknown) => value is T): Reader<T> {
  return (value) => {
    if (is(value)) return value;
    throw new UnreadableJson(`not a ${form}`);
  };
}

/** Texts of options before their readers: quotes, files, and what no problem may show. */
import { isFields } from '../../domain/values/json.ts';
import type { FileOption } from './file-schema.ts';
import { fileText } from '../values/files.ts';
import type { Condition, Option } from '../values/option.ts';
import { InvalidValue } from '../values/problem.ts';

/** The text of an option. */
export interface GivenText {
  /** The variable that has it: `NAME`, or `NAME_FILE`. */
  readonly name: string;
  readonly raw: string;
  readonly from: 'environment' | 'file' | 'sandbox';
}

/** What a variable or the sandbox has of a list. */
export interface GivenList extends Pick<GivenText, 'name' | 'from'> {
  readonly option: FileOption;
  readonly value: unknown;
}

/** What reads the texts of variables. */
export interface Texts {
  readonly textOf: (variable: { readonly name: string }) => GivenText;
  /** Calls a reader. If it rejects the value, adds a problem and returns undefined. */
  readonly attempt: <T>(name: string, read: () => T, isContent?: boolean) => T | undefined;
  /** Notes that the value of an option is not known, so that nothing is said to lack it. */
  readonly refuse: (name: string) => void;
}

/** The names of options in a problem. */
export const names = /\b[A-Z][A-Z0-9_]+\b/g;

export function namesIn(problem: string): readonly string[] {
  return problem.match(names) ?? [];
}

/** Returns the words of a value: `on`, `postgres`, and of a part also with its key: `kind:OATH`. */
export function wordsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value === 'boolean') return [value ? 'on' : 'off'];
  if (value instanceof URL) return [value.href];
  if (isFields(value))
    return Object.entries(value).flatMap(([key, part]) =>
      wordsIn(part).flatMap((word) => [word, `${key}:${word}`]),
    );
  return [typeof value === 'string' || typeof value === 'number' ? `${value}` : 'off'];
}

/** Whether a condition is met; `is` answers for one option, and perhaps its value. */
export function isMet(
  condition: Condition,
  is: (name: string, value: string | undefined) => boolean,
): boolean {
  return condition.split('|').some((choice) =>
    choice.split('&').every((term) => {
      const [, name = '', not = '', value] = /^(\w+)(?:(!?)=(.*))?$/.exec(term) ?? [];
      return is(name, value) === (not === '');
    }),
  );
}

/** Whether the file has a value. An empty list counts as absent. */
export function isGiven(parts: unknown): boolean {
  return parts !== undefined && !(Array.isArray(parts) && parts.length === 0);
}

/** Whether a text has quotes around it, which `docker --env-file` leaves in place. */
export function isQuoted(text: string): boolean {
  return /^(["']).*\1$/s.test(text);
}

/** Rejects quotes around a value. Only a secret may have quotes, unless its reader rejects it. */
export function readUnquoted(
  { read, secret }: Pick<Option, 'read' | 'secret'>,
  text: string,
): unknown {
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
export function withoutCredentials(message: string): string {
  return message.replace(/\/\/(?!user:password@)[^"']*@/g, '//…@');
}

/** Returns the text of a file, trimmed. Rejects an empty file, which would select the default. */
export function contentOf(path: string): string {
  const text = fileText(path).trim();
  if (text !== '') return text;
  throw new InvalidValue('the file is empty');
}

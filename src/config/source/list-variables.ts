/** Lists that only the file has: what variables of 0.3 say of them, in the form of the file. */
import { isFields } from '../../domain/values/json.ts';
import { isInFile, type FileOption } from './file-schema.ts';
import { readUnquoted, type GivenText, type Texts } from './texts.ts';
import type { Option } from '../values/option.ts';
import { InvalidValue } from '../values/problem.ts';

/** A list that a variable has. */
export interface GivenList extends Pick<GivenText, 'name' | 'from'> {
  readonly option: FileOption;
  readonly value: unknown;
}

/** The lists that variables have, and the secrets in them by the names that refer to them. */
export interface GivenLists {
  readonly lists: readonly GivenList[];
  readonly secrets: ReadonlyMap<string, string>;
}

/** Reads the lists that variables have; a problem is that of the variable. */
export function listsOfVariables(options: Iterable<Option>, texts: Texts): GivenLists {
  const all = [...options];
  const secrets = new Map<string, string>();
  const lists: GivenList[] = [];
  /** Places of lists whose things are not known. */
  const unknown = new Set<string>();
  for (const option of all.filter(isInFile)) {
    const { name, from, raw } = texts.textOf({ name: option.name });
    const text = raw.trim();
    if (option.isList !== true || unknown.has(option.file)) continue;
    const isLeading = leadingOf(option, all) === option;
    // The file of the variable cannot be read.
    if (text === '' && name !== option.name && isLeading) unknown.add(option.file);
    if (text === '') continue;
    const read = (): unknown => {
      readUnquoted(option, text);
      const value = option.read.toFile(text, (secret) => {
        const before = [...secrets.keys()].filter((one) => one.startsWith(`${option.name}_`));
        const variable = `${option.name}_${before.length + 1}`;
        secrets.set(variable, secret);
        return { variable };
      });
      checkNames({ option, value, lists, all });
      return value;
    };
    const value = texts.attempt(name, read, from === 'file');
    if (value !== undefined) lists.push({ option, name, from, value });
    else if (isLeading) unknown.add(option.file);
  }
  return { lists, secrets };
}

/** Rejects parts of things that the first variable of their list does not name. */
function checkNames({
  option,
  value,
  lists,
  all,
}: Pick<GivenList, 'option' | 'value'> & {
  readonly lists: readonly GivenList[];
  readonly all: readonly Option[];
}): void {
  const leading = leadingOf(option, all);
  if (leading === undefined || leading === option) return;
  const known = namesIn(lists.find((list) => list.option === leading)?.value);
  const unknown = namesIn(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InvalidValue(`${leading.name} has no ${unknown}`, { isQuoting: true });
}

/** The first option of a list says which things there are. */
function leadingOf({ file: place }: FileOption, all: readonly Option[]): Option | undefined {
  return all.find(({ file }) => file === place);
}

/** The first part of each thing is its name. */
function namesIn(value: unknown): readonly string[] {
  const things: readonly unknown[] = Array.isArray(value) ? value : [];
  return things.filter(isFields).map((thing) => JSON.stringify(Object.values(thing)[0]));
}

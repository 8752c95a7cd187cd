/** Lists that only the file has: what variables of 0.3 say of them, in the form of the file. */
import { isInFile, type FileOption } from '../source/file-schema.ts';
import { readUnquoted, type GivenList, type Texts } from '../source/texts.ts';
import type { Option } from '../values/option.ts';
import { isFileReader } from '../values/parts.ts';
import { areaVariables } from './area-variables.ts';
import { roleVariables } from './role-variables.ts';
import { streamVariables } from './stream-variables.ts';
import { webhookVariables } from './webhook-variables.ts';

/** The lists that variables have, and the secrets in them by the names that refer to them. */
export interface GivenLists {
  readonly lists: readonly GivenList[];
  readonly secrets: ReadonlyMap<string, string>;
}

type ListVariable = Pick<FileOption, 'name' | 'read' | 'secret'>;

/** Lists whose items or parts are in several variables. */
const joined: Readonly<Record<string, readonly ListVariable[]>> = {
  roles: [...roleVariables, ...areaVariables],
  webhooks: webhookVariables,
  streams: streamVariables,
};

/** The names of variables that are no name of an option. */
export const joinedNames = Object.values(joined).flatMap((list) => list.map(({ name }) => name));

/** The variables that have a list, its items, or parts of its things. */
export function variablesOf(option: FileOption, all: Iterable<Option>): readonly ListVariable[] {
  const standing = [...all].flatMap(({ name, read, partOf }) =>
    partOf === option.file && isFileReader(read) ? [{ name, read }] : [],
  );
  return [...standing, ...(joined[option.file] ?? [option])];
}

/** Reads the lists that variables have; a problem is that of the variable. */
export function listsOfVariables(options: Iterable<Option>, texts: Texts): GivenLists {
  const secrets = new Map<string, string>();
  const all = [...options];
  const lists = all.filter(isInFile).flatMap((option) => {
    if (option.isList !== true) return [];
    const read = partsOf(option, variablesOf(option, all), { texts, secrets });
    if (read.every(({ value }) => value !== undefined)) return read;
    // The things of the list are not known.
    texts.refuse(option.name);
    return [];
  });
  return { lists, secrets };
}

/** Reads the variables of a list. The value of a variable that is refused is undefined. */
function partsOf(
  option: FileOption,
  variables: readonly ListVariable[],
  { texts, secrets }: { readonly texts: Texts; readonly secrets: Map<string, string> },
): GivenList[] {
  return variables.flatMap((variable): GivenList[] => {
    const { name: own, read } = variable;
    const { name, from, raw } = texts.textOf({ name: own });
    const text = raw.trim();
    const about = { option, name, from };
    // The file of the variable cannot be read.
    if (text === '') return name === own ? [] : [{ ...about, value: undefined }];
    const keep = (secret: string) => {
      const before = [...secrets.keys()].filter((one) => one.startsWith(`${own}_`));
      const reference = `${own}_${before.length + 1}`;
      secrets.set(reference, secret);
      return { variable: reference };
    };
    const valueOf = (): unknown => {
      readUnquoted(variable, text);
      return read.toFile(text, keep);
    };
    return [{ ...about, value: texts.attempt(name, valueOf, from === 'file') }];
  });
}

/** Lists of the configuration file that are not in it: items of variables, and the sandbox's. */
import type { Option } from '../values/option.ts';
import { isInFile } from './file-schema.ts';
import type { Environment } from './given.ts';
import { isFileReader } from '../values/parts.ts';
import { readUnquoted, type GivenList, type Texts } from './texts.ts';

/**
 * Returns what variables such as `HELP_DESK_GROUPS` have of a list, in the form of the file, and
 * the lists of the sandbox. A problem is that of the variable.
 */
export function givenLists(
  all: readonly Option[],
  presets: Environment,
  texts: Texts,
): readonly GivenList[] {
  return all.filter(isInFile).flatMap((option): GivenList[] => {
    if (option.isList !== true) return [];
    const preset = presets[option.file];
    const standing = all.filter(({ partOf }) => partOf === option.file);
    const items = standing.flatMap((variable) => itemsOf(variable, texts));
    if (items.some(({ value }) => value === undefined)) {
      // The items of the list are not known.
      texts.refuse(option.name);
      return [];
    }
    return [
      ...items.map((one) => ({ ...one, option })),
      ...(preset === undefined
        ? []
        : [{ option, name: option.file, from: 'sandbox' as const, value: JSON.parse(preset) }]),
    ];
  });
}

/** The items that a variable stands for; undefined if its value is refused. */
function itemsOf(variable: Option, texts: Texts): Omit<GivenList, 'option'>[] {
  const { read } = variable;
  const { name, from, raw } = texts.textOf(variable);
  const text = raw.trim();
  if (text === '' || !isFileReader(read)) return [];
  const value = texts.attempt(
    name,
    () => {
      readUnquoted(variable, text);
      return read.toFile(text);
    },
    from === 'file',
  );
  return [{ name, from, value }];
}

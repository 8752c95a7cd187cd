import { fileURLToPath } from 'node:url';
import { isFields, type Fields } from '../../domain/values/json.ts';
import { isInFile, type FileOption } from './file-schema.ts';
import type { Option } from '../values/option.ts';
import type { Source } from './source.ts';
import { loadYaml } from './yaml-file.ts';

const schemaFile = fileURLToPath(new URL('../../../schema/config.schema.json', import.meta.url));

/**
 * Returns the options in force as a configuration file. A comment names the options that stay
 * variables: those with secrets, and parts of things that no option lists.
 */
export function asFile(source: Source, all: Iterable<Option>): string {
  const places = Map.groupBy([...all].filter(isInFile), ({ file }) => file);
  const entries = [...places].flatMap(([place, options]) => {
    const read = options.map((option) => ({
      place,
      name: option.name,
      ...valueOf(option, source),
    }));
    // The first option of a list decides which things there are.
    const isListed = read[0]?.isInForce === true;
    return read
      .filter(({ isInForce }) => isInForce)
      .map((one) => ({
        ...one,
        value: isListed ? one.value : undefined,
        isShared: options.length > 1,
      }));
  });
  const written = entries.filter(({ value }) => value !== undefined);
  const file = [...Map.groupBy(written, ({ place }) => place)]
    .map(([place, list]) => {
      const values = list.map(({ value }) => value);
      return nested(place, list[0]?.isShared === true ? thingsOf(values.flat()) : values[0]);
    })
    .reduce(merged, {});
  const staying = entries.filter(({ value }) => value === undefined).map(({ name }) => name);
  return [
    `# yaml-language-server: $schema=${schemaFile}`,
    ...(staying.length > 0 ? [`# These options stay variables: ${staying.join(', ')}`] : []),
    loadYaml().stringify(file, { lineWidth: 0 }).trimEnd(),
  ].join('\n');
}

/** Returns what the file has for an option: nothing for a variable with a secret. */
function valueOf(option: FileOption, source: Source) {
  const given = source.textOf(option);
  const inFile = source.inFile(option, given);
  if (inFile !== undefined) return { value: inFile.parts, isInForce: true };
  const { read, default: preset = '', isPlain = false } = option;
  // Only lists show what is in force by default.
  const text = given.raw.trim() || (isPlain ? '' : preset);
  return { value: text === '' ? undefined : read.toFile(text), isInForce: text !== '' };
}

/** Merges the parts of each thing; the first part is its name. */
function thingsOf(parts: readonly unknown[]): readonly Fields[] {
  const byName = Map.groupBy(parts.filter(isFields), (one) => Object.values(one)[0]);
  return [...byName.values()].map((list) =>
    list.reduce((thing, part) => {
      const added = Object.entries(part).map(([key, value]) => {
        const before = thing[key];
        const isList = Array.isArray(before) && Array.isArray(value);
        return [key, isList ? [...before, ...value] : value] as const;
      });
      return { ...thing, ...Object.fromEntries(added) };
    }),
  );
}

/** Returns a value at a place of an otherwise empty file. */
function nested(place: string, value: unknown): Fields {
  const [key = '', ...rest] = place.split('.');
  return { [key]: rest.length === 0 ? value : nested(rest.join('.'), value) };
}

function merged(one: Fields, other: Fields): Fields {
  const added = Object.entries(other).map(([key, value]) => {
    const before = one[key];
    return [key, isFields(before) && isFields(value) ? merged(before, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(added) };
}

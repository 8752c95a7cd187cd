import { isFields } from '../../domain/values/json.ts';
import { optionsIn, type Option, type OptionTree } from '../values/option.ts';
import { isFileReader } from '../values/parts.ts';
import type { FileReader, Schema } from '../values/reader.ts';

/** An option that can stand in the configuration file. */
export interface FileOption extends Option {
  readonly read: FileReader<unknown>;
  readonly file: string;
}

/** Whether an option can stand in the configuration file. */
export function isInFile(option: Option): option is FileOption {
  return option.file !== undefined && isFileReader(option.read);
}

/** Returns the JSON Schema (draft-07) of the configuration file. */
export function fileSchema(tree: OptionTree): Schema {
  const options = optionsIn(tree).filter(isInFile);
  const places = Map.groupBy(options, ({ file }) => file);
  const whole = options
    .map((option) => nested(option, (places.get(option.file) ?? []).length > 1))
    .reduce(merged);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The configuration file of identity-gateway (CONFIG_FILE)',
    ...whole,
    properties: { $schema: { type: 'string' }, ...whole.properties },
  };
}

/** Returns the schema of a file with one option. */
function nested(option: FileOption, isShared: boolean): Schema {
  const { file, read } = option;
  const schema = isShared ? described(read.schema, option) : about(read.schema, option);
  return file.split('.').reduceRight<Schema>(
    (inner, key) => ({
      type: 'object',
      additionalProperties: false,
      properties: { [key]: inner },
    }),
    schema,
  );
}

/** Describes the parts that an option adds to the things of a list. */
function described({ items = {}, ...list }: Schema, option: FileOption): Schema {
  const { properties = {}, required: [key] = [] } = items;
  const parts = Object.entries(properties).map(([name, part]) => [
    name,
    name === key ? part : about(part, option),
  ]);
  return { ...list, items: { ...items, properties: Object.fromEntries(parts) } };
}

function about(schema: Schema, { name, meaning, isList }: FileOption): Schema {
  const variable = isList === true ? '' : ` (The variable \`${name}\`.)`;
  return { description: `${meaning}${variable}`, ...schema };
}

/** Merges the schemas of two options: objects by their keys, lists by their things. */
function merged(one: Schema, other: Schema): Schema {
  const { items, properties, required = [] } = one;
  if (items !== undefined && other.items !== undefined)
    return { ...one, items: merged(items, other.items) };
  if (properties === undefined || other.properties === undefined) return one;
  const own = Object.entries(other.properties).map(([key, schema]) => {
    const before = properties[key];
    return [key, before === undefined ? schema : merged(before, schema)] as const;
  });
  const shared = required.filter((name) => other.required?.includes(name));
  return {
    ...one,
    ...(shared.length > 0 && { required: shared }),
    properties: { ...properties, ...Object.fromEntries(own) },
  };
}

/**
 * Returns what belongs to an option of a list that other options share: its things with its parts,
 * in the order of the schema.
 * Undefined if no thing has them.
 */
export function partsOf(value: unknown, { items }: Schema): unknown {
  const { properties, required = [] } = items ?? {};
  if (properties === undefined || !Array.isArray(value) || value.length === 0) return value;
  const list: readonly unknown[] = value;
  const things = list
    .filter(isFields)
    .filter((one) => required.every((name) => Object.hasOwn(one, name)))
    .map((one) => {
      const names = Object.keys(properties).filter((name) => Object.hasOwn(one, name));
      return Object.fromEntries(names.map((name) => [name, one[name]]));
    });
  return things.length > 0 ? things : undefined;
}

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
  const whole = options.map(nested).reduce(merged);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The configuration file of identity-gateway (CONFIG_FILE)',
    ...whole,
    properties: { $schema: { type: 'string' }, ...whole.properties },
  };
}

/** Returns the schema of a file with one option. */
function nested(option: FileOption): Schema {
  return option.file.split('.').reduceRight<Schema>(
    (inner, key) => ({
      type: 'object',
      additionalProperties: false,
      properties: { [key]: inner },
    }),
    about(option),
  );
}

function about({ name, meaning, isList, read: { schema } }: FileOption): Schema {
  const variable = isList === true ? '' : ` (The variable \`${name}\`.)`;
  return { description: `${meaning}${variable}`, ...schema };
}

/** Merges the schemas of two options by their keys. */
function merged(one: Schema, other: Schema): Schema {
  const { properties } = one;
  if (properties === undefined || other.properties === undefined) return one;
  const own = Object.entries(other.properties).map(([key, schema]) => {
    const before = properties[key];
    return [key, before === undefined ? schema : merged(before, schema)] as const;
  });
  return { ...one, properties: { ...properties, ...Object.fromEntries(own) } };
}

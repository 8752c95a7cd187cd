import { packageFile } from '../../package-files/package-files.ts';
import { stringify } from 'yaml';
import { isInFile, type FileOption } from './file-schema.ts';
import { withValues } from './file-tree.ts';
import type { Option } from '../values/option.ts';
import type { Source } from './source.ts';

const schemaFile = packageFile('schema/config.schema.json');

/**
 * Returns the options in force as a configuration file. A comment names the options with secrets,
 * which stay variables.
 */
export function asFile(source: Source, all: Iterable<Option>): string {
  const entries = [...all].filter(isInFile).flatMap((option) => {
    const { value, isInForce } = valueOf(option, source);
    return isInForce ? [{ place: option.file, name: option.name, value }] : [];
  });
  const written = entries.filter(({ value }) => value !== undefined);
  const file = withValues({}, written);
  const staying = entries.filter(({ value }) => value === undefined).map(({ name }) => name);
  const text = stringify(file, { lineWidth: 0 }).trimEnd();
  const references = [...text.matchAll(/\bvariable: (\w+)/g)].map(([, name = '']) => name);
  const unset = references.filter((name) => source.textOf({ name }).raw === '');
  return [
    `# yaml-language-server: $schema=${schemaFile}`,
    ...(staying.length > 0 ? [`# These options stay variables: ${staying.join(', ')}`] : []),
    ...(unset.length > 0
      ? [`# Set these to the secrets of the variables of 0.3, in their order: ${unset.join(', ')}`]
      : []),
    text,
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

import { ConfigFile } from './source/config-file.ts';
import { fileSchema } from './source/file-schema.ts';
import { givenLists } from './source/given-lists.ts';
import type { Texts } from './source/texts.ts';
import { options, optionsByName } from './options.ts';
import { optionsIn, type OptionTree } from './values/option.ts';
import type { Schema } from './values/reader.ts';
import type { Environment } from './source/given.ts';
import { pathIn, type Variable } from './values/references.ts';
import { Source } from './source/source.ts';

let schema: Schema | undefined;

function schemaOfFile(): Schema {
  schema ??= fileSchema(options);
  return schema;
}

/**
 * Returns what options are read from: the environment and its `CONFIG_FILE`, with the items of its
 * lists that variables stand for.
 * @param presets what counts if an option is not set: the sandbox's own options, a list as JSON by
 * its place in the file
 * @param read the options that are read: what variables say of other lists is no problem
 */
export function openSource(
  environment: Environment,
  presets: Environment = {},
  read: OptionTree = options,
): Source {
  const variable: Variable = (name) => environment[name];
  const openFile = (report: (problem: string) => void, texts: Texts): ConfigFile | undefined => {
    const path = texts.textOf(options.gateway.configFile).raw.trim();
    const lists = givenLists(optionsIn(read), presets, texts);
    if (path === '' && lists.length === 0) return undefined;
    return new ConfigFile({
      path: pathIn(path, variable),
      lists,
      schema: schemaOfFile,
      variable,
      placeOf: (name) => {
        const option = optionsByName.get(name);
        return option && (option.file ?? null);
      },
      report,
    });
  };
  return new Source(environment, { byName: optionsByName, presets, openFile });
}

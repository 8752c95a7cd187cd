import { ConfigFile } from './source/config-file.ts';
import { fileSchema } from './source/file-schema.ts';
import { listsOfVariables } from './before-0.5/list-variables.ts';
import type { Texts } from './source/texts.ts';
import { options, optionsByName } from './options.ts';
import { optionsIn, type OptionTree } from './values/option.ts';
import type { Schema } from './values/reader.ts';
import { Source, type Environment } from './source/source.ts';

let schema: Schema | undefined;

function schemaOfFile(): Schema {
  schema ??= fileSchema(options);
  return schema;
}

/**
 * Returns what options are read from: the environment and its `CONFIG_FILE`, with the lists that
 * only the file has and variables say.
 * @param presets what counts if an option is not set: the sandbox's own options
 * @param read the options that are read: what variables say of other lists is no problem
 */
export function openSource(
  environment: Environment,
  presets: Environment = {},
  read: OptionTree = options,
): Source {
  const openFile = (report: (problem: string) => void, texts: Texts): ConfigFile | undefined => {
    const path = texts.textOf(options.gateway.configFile).raw.trim();
    const { lists, secrets } = listsOfVariables(optionsIn(read), texts);
    if (path === '' && lists.length === 0) return undefined;
    return new ConfigFile({
      path,
      lists,
      schema: schemaOfFile,
      variable: (name) => secrets.get(name) ?? environment[name],
      placeOf: (name) => {
        const option = optionsByName.get(name);
        return option && (option.file ?? null);
      },
      report,
    });
  };
  return new Source(environment, { byName: optionsByName, presets, openFile });
}

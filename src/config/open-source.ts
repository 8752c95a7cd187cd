import { ConfigFile } from './source/config-file.ts';
import { fileSchema } from './source/file-schema.ts';
import { options, optionsByName } from './options.ts';
import type { Schema } from './values/reader.ts';
import { Source, type Environment } from './source/source.ts';

let schema: Schema | undefined;

function schemaOfFile(): Schema {
  schema ??= fileSchema(options);
  return schema;
}

/**
 * Returns what options are read from: the environment and its `CONFIG_FILE`.
 * @param presets what counts if an option is not set: the sandbox's own options
 */
export function openSource(environment: Environment, presets: Environment = {}): Source {
  const openFile = (report: (problem: string) => void): ConfigFile | undefined => {
    const path = new Source(environment).textOf(options.gateway.configFile).raw.trim();
    if (path === '') return undefined;
    return new ConfigFile({
      path,
      schema: schemaOfFile(),
      variable: (name) => environment[name],
      placeOf: (name) => {
        const option = optionsByName.get(name);
        return option && (option.file ?? null);
      },
      report,
    });
  };
  return new Source(environment, { byName: optionsByName, presets, openFile });
}

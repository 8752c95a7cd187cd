/** What options are read from. */
import type { Option } from '../values/option.ts';
import type { ConfigFile } from './config-file.ts';
import type { Texts } from './texts.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Opens the configuration file; undefined if no option is in it. @throws InvalidValue */
type OpenFile = (report: (problem: string) => void, texts: Texts) => ConfigFile | undefined;

/** Where options are read from beside the environment. */
export interface OtherSources {
  /** Every option by its name. */
  readonly byName?: ReadonlyMap<string, Option>;
  /** What counts if an option is not set: the sandbox's own options. */
  readonly presets?: Environment;
  readonly openFile?: OpenFile;
}

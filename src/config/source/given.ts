/** What options are read from. */
import type { Option } from '../values/option.ts';
import type { ConfigFile } from './config-file.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of an option. */
export interface GivenText {
  /** The variable that has it: `NAME`, or `NAME_FILE`. */
  readonly name: string;
  readonly raw: string;
  readonly from: 'environment' | 'file' | 'sandbox';
}

/** Opens the configuration file; undefined if none is configured. @throws InvalidValue */
type OpenFile = (report: (problem: string) => void) => ConfigFile | undefined;

/** Where options are read from beside the environment. */
export interface OtherSources {
  /** Every option by its name. */
  readonly byName?: ReadonlyMap<string, Option>;
  /** What counts if an option is not set: the sandbox's own options. */
  readonly presets?: Environment;
  readonly openFile?: OpenFile;
}

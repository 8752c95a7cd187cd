import { optionsByName } from '../../../src/config/options.ts';
import type { Option } from '../../../src/config/values/option.ts';

/** The options that are variables, by their names. */
export const variables: ReadonlyMap<string, Option> = new Map(
  [...optionsByName].filter(([, { isList }]) => isList !== true),
);

import { variablesOf } from '../../../src/config/before-0.5/list-variables.ts';
import { optionsByName } from '../../../src/config/options.ts';
import { isInFile } from '../../../src/config/source/file-schema.ts';
import type { Option } from '../../../src/config/values/option.ts';

const all = [...optionsByName.values()];

/** Every variable, with its option and the reader of its text; also those of 0.3 for lists. */
export const variables: ReadonlyMap<string, Option> = new Map(
  all.flatMap((option) =>
    (isInFile(option) ? variablesOf(option, all) : [option]).map((one) => {
      const { secret: _secret, ...rest } = option;
      return [one.name, { ...rest, ...one }];
    }),
  ),
);

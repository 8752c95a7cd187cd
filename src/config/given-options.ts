import { hash } from 'node:crypto';
import { options } from './options.ts';
import type { OptionName } from './options.ts';
import { Source } from './source.ts';
import type { Environment } from './source.ts';

/** What was given for each option, as a hash: of its text, and of what that was read to, which for a file is its content. */
export type GivenOptions = ReadonlyMap<OptionName, string>;

/** Looks at every option, so that a later look tells which ones are others. */
export function givenOptions(environment: Environment): GivenOptions {
  const source = new Source(environment);
  return new Map(
    optionNames().map((name) => {
      const given = JSON.stringify([source.textOf(name), source.read(name)]);
      return [name, hash('sha256', given, 'base64')];
    }),
  );
}

/** The names of the options that are others than before. */
export function changedOptions(before: GivenOptions, after: GivenOptions): OptionName[] {
  return optionNames().filter((name) => before.get(name) !== after.get(name));
}

function optionNames(): OptionName[] {
  return Object.keys(options).filter((name): name is OptionName => Object.hasOwn(options, name));
}

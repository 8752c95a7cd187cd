import { UsageError } from './arguments.ts';

/** The option of every command. */
const option = '--env';

/**
 * Takes the files of `--env FILE` out of the arguments. Node itself reads `--env-file` out of the
 * arguments of a script, in a grammar that cuts values at `#`, so ours has another name.
 * @throws UsageError
 */
export function withoutEnvFiles(given: readonly string[]): {
  readonly args: readonly string[];
  readonly files: readonly string[];
} {
  if (given.at(-1) === option) throw new UsageError(`${option} needs the name of a file.`);
  const isName = (one: string | undefined): boolean => one === option;
  const files = given.flatMap((one, index) =>
    isName(given[index - 1]) ? [one] : one.startsWith(`${option}=`) ? [one.slice(6)] : [],
  );
  const args = given.filter(
    (one, index) => !isName(one) && !isName(given[index - 1]) && !one.startsWith(`${option}=`),
  );
  return { args, files };
}

import { exitCodesOf } from '../../src/commands/help.ts';
import { runCommand } from '../../src/commands/run-command.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { attemptStart } from '../../src/process/steps/attempt-start.ts';
import { asEnvironment } from './with-lists.ts';

/** What a command printed, and its exit code. */
export interface CommandResult {
  readonly code: number | undefined;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/**
 * Runs a command in this process. It must not be `start`. Throws if it ends with an exit code that
 * its help does not name.
 */
export async function commandResult(
  args: readonly string[],
  environment: Environment = {},
): Promise<CommandResult> {
  const [out, err]: [string[], string[]] = [[], []];
  const all = { ...asEnvironment(environment) };
  const code = await runCommand(args, {
    environment: all,
    addVariables: (variables) => Object.assign(all, { ...variables, ...all }),
    terminal: { print: (line) => void out.push(line), printError: (line) => void err.push(line) },
    attemptStart: async (config) => attemptStart(config),
    start: () => Promise.reject(new Error('This test does not start a gateway.')),
  });
  if (code !== undefined && exitCodesOf(args)?.includes(code) === false)
    throw new Error(`${args.join(' ')}: its help does not name exit code ${code}: ${err.join()}`);
  return { code, out, err };
}

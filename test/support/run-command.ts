import { runCommand } from '../../src/commands/run-command.ts';
import type { Environment } from '../../src/config/load-config.ts';

/** What a command printed, and its exit code. */
export interface CommandResult {
  readonly code: number | undefined;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs a command in this process. It must not be `start`. */
export async function commandResult(
  args: readonly string[],
  environment: Environment = {},
): Promise<CommandResult> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommand(args, {
    environment,
    terminal: { print: (line) => void out.push(line), printError: (line) => void err.push(line) },
    start: () => Promise.reject(new Error('This test does not start a gateway.')),
  });
  return { code, out, err };
}

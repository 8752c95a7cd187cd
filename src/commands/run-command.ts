import { existsSync } from 'node:fs';
import { readEnvFile } from '../config/source/env-file.ts';
import { parseCommand, type CommandLine } from './commands.ts';
import { UsageError } from './line/arguments.ts';
import { exitCodes, reportFailure } from './line/exit.ts';
import type { CommandParts } from './line/command-parts.ts';
import { withoutEnvFiles } from './line/env-files.ts';

/**
 * Runs a command, and imports only that one. Returns its exit code, or undefined if a gateway has
 * started.
 */
export async function runCommand(
  given: readonly string[],
  parts: CommandParts,
): Promise<number | undefined> {
  try {
    const { args, files } = withoutEnvFiles(given);
    const command = parseCommand(args);
    addFiles(files, command, parts);
    return await run(command, parts);
  } catch (error) {
    if (!(error instanceof UsageError)) return reportFailure(error, parts.terminal);
    const { usageOf } = await import('./help.ts');
    parts.terminal.printError(`${error.message}\n${usageOf(given)}`);
    return exitCodes.usage;
  }
}

/** Adds the variables of files, the last one first: it counts most, after the environment. */
function addFiles(
  files: readonly string[],
  command: CommandLine,
  { environment, addVariables }: CommandParts,
): void {
  for (const file of files.toReversed()) addVariables(readEnvFile(file));
  const mode = environment['NODE_ENV'] ?? (isSandbox(command) ? 'development' : 'production');
  if (mode !== 'production' && existsSync('.env')) addVariables(readEnvFile('.env'));
}

function isSandbox(command: CommandLine): boolean {
  return command.kind === 'command' && command.name === 'sandbox';
}

async function run(command: CommandLine, parts: CommandParts): Promise<number | undefined> {
  switch (command.kind) {
    case 'command':
      return command.run(parts);
    case 'version': {
      const { version } = await import('../telemetry/version.ts');
      parts.terminal.print(version);
      return exitCodes.done;
    }
    case 'help': {
      const { helpOf } = await import('./help.ts');
      parts.terminal.print(helpOf(command.about));
      return exitCodes.done;
    }
    default:
      return command satisfies never;
  }
}

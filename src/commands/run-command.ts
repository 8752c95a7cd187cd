import { existsSync } from 'node:fs';
import { readEnvFile } from '../config/source/env-file.ts';
import { UsageError } from './line/arguments.ts';
import { parseCommand, type CommandLine } from './line/command-line.ts';
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
  { name }: CommandLine,
  { environment, addVariables }: CommandParts,
): void {
  for (const file of files.toReversed()) addVariables(readEnvFile(file));
  const mode = environment['NODE_ENV'] ?? (name === 'sandbox' ? 'development' : 'production');
  if (mode !== 'production' && existsSync('.env')) addVariables(readEnvFile('.env'));
}

/** The groups of commands, each imported only if one of its commands runs. */
const groups = {
  ledger: async () => (await import('./ledger.ts')).runLedger,
  outbox: async () => (await import('./outbox.ts')).runOutbox,
  campaign: async () => (await import('./campaign/campaign.ts')).runCampaign,
  coverage: async () => (await import('./coverage/coverage.ts')).runCoverage,
  threat: async () => (await import('./threat.ts')).runThreat,
  enrolment: async () => (await import('./enrolment/enrolment.ts')).runEnrolment,
  documents: async () => (await import('./documents.ts')).runDocuments,
};

async function run(command: CommandLine, parts: CommandParts): Promise<number | undefined> {
  const { environment, terminal } = parts;
  switch (command.name) {
    case 'start':
      await parts.start({ environment }, terminal);
      return undefined;
    case 'sandbox':
      await parts.start({ environment, sandbox: { isDemo: command.isDemo } }, terminal);
      return undefined;
    case 'check': {
      const { runCheck } = await import('./check/check.ts');
      return runCheck(command, parts);
    }
    case 'config': {
      const { runConfig } = await import('./config.ts');
      return runConfig(command, environment, terminal);
    }
    case 'ledger':
    case 'outbox':
    case 'campaign':
    case 'coverage':
    case 'threat':
    case 'enrolment':
    case 'documents': {
      const runGroup = await groups[command.name]();
      return runGroup(command.args, environment, terminal);
    }
    case 'messages': {
      const { runMessages } = await import('./messages.ts');
      return runMessages(command.language, terminal);
    }
    case 'version': {
      const { version } = await import('../telemetry/version.ts');
      terminal.print(version);
      return exitCodes.done;
    }
    case 'help': {
      const { helpOf } = await import('./help.ts');
      terminal.print(helpOf(command.about));
      return exitCodes.done;
    }
    default:
      return command satisfies never;
  }
}

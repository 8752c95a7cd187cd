import type { Environment } from '../config/load-config.ts';
import { parseCommand, UsageError, usageOf, type Command } from './command-line.ts';
import { exitCodes, reportFailure } from './exit.ts';
import type { Terminal } from './terminal.ts';

export interface CommandParts {
  readonly environment: Environment;
  readonly terminal: Terminal;
  /** Starts the gateway, which then runs until a signal ends the process. */
  readonly start: (environment: Environment, terminal: Terminal) => Promise<void>;
}

/**
 * Runs a command, and imports only that one. Returns its exit code, or undefined if a gateway has
 * started.
 */
export async function runCommand(
  args: readonly string[],
  parts: CommandParts,
): Promise<number | undefined> {
  try {
    return await run(parseCommand(args), parts);
  } catch (error) {
    if (!(error instanceof UsageError)) return reportFailure(error, parts.terminal);
    parts.terminal.printError(`${error.message}\n${usageOf(args[0])}`);
    return exitCodes.usage;
  }
}

async function run(command: Command, parts: CommandParts): Promise<number | undefined> {
  const { environment, terminal } = parts;
  switch (command.name) {
    case 'start':
      await parts.start(environment, terminal);
      return undefined;
    case 'check': {
      const { runCheck } = await import('./check.ts');
      return runCheck(command, environment, terminal);
    }
    case 'config': {
      const { runConfig } = await import('./config.ts');
      return runConfig(environment, terminal);
    }
    case 'ledger': {
      const { runLedger } = await import('./ledger.ts');
      return runLedger(command.args, environment, terminal);
    }
    case 'outbox': {
      const { runOutbox } = await import('./outbox.ts');
      return runOutbox(command.args, environment, terminal);
    }
    case 'campaign': {
      const { runCampaign } = await import('./campaign.ts');
      return runCampaign(command.args, environment, terminal);
    }
    case 'threat': {
      const { runThreat } = await import('./threat.ts');
      return runThreat(command.args, environment, terminal);
    }
    case 'documents': {
      const { runDocuments } = await import('./documents.ts');
      return runDocuments(command.args, environment, terminal);
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
    case 'help':
      terminal.print(command.usage);
      return exitCodes.done;
    default:
      return command satisfies never;
  }
}

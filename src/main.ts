#!/usr/bin/env node
/**
 * The command `identity-gateway`: refuses a Node that cannot run it before it loads modules that would fail on it,
 * then runs what is asked for. The only code that reads the environment.
 */
import { existsSync } from 'node:fs';
import { parseCommand, usage, UsageError } from './command-line.ts';
import type { Command } from './command-line.ts';
import { nodeProblem } from './node-version.ts';

/** sysexits.h: EX_USAGE; EX_CONFIG, after which a restart without a change cannot succeed. */
const exitUsage = 64;
const exitConfig = 78;

const problem = nodeProblem(process.versions.node);
if (problem === null) {
  if (process.env['NODE_ENV'] !== 'production' && existsSync('.env')) process.loadEnvFile('.env');
  const code = await runCommand(process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = exitConfig;
}

/** The exit code; undefined for a gateway that has started. */
async function runCommand(args: readonly string[]): Promise<number | undefined> {
  try {
    return await run(parseCommand(args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${usage}\n`);
    return exitUsage;
  }
}

async function run(command: Command): Promise<number | undefined> {
  switch (command.name) {
    case 'start': {
      const { runProgram } = await import('./program.ts');
      await runProgram(process.env);
      return undefined;
    }
    case 'check': {
      const { runCheck } = await import('./check-program.ts');
      return runCheck(command, process.env);
    }
    case 'ledger': {
      const { runLedgerCommand } = await import('./ledger-program.ts');
      return runLedgerCommand(command.args, process.env);
    }
    case 'documents': {
      const { runDocumentsCommand } = await import('./documents-program.ts');
      return runDocumentsCommand(command.args, process.env);
    }
    case 'version': {
      const { version } = await import('./telemetry/version.ts');
      process.stdout.write(`${version}\n`);
      return 0;
    }
    case 'help':
      process.stdout.write(`${usage}\n`);
      return 0;
    default:
      return command satisfies never;
  }
}

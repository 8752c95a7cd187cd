#!/usr/bin/env node
/**
 * The command `identity-gateway`: refuses a Node that cannot run it before it loads modules that would fail on it,
 * then runs the program, or with `ledger` or `documents` a command of theirs. The only code that reads the environment.
 */
import { existsSync } from 'node:fs';
import { nodeProblem } from './node-version.ts';

/** sysexits.h: EX_CONFIG; a restart without a change cannot succeed. */
const exitConfig = 78;

const problem = nodeProblem(process.versions.node);
if (problem === null) {
  if (process.env['NODE_ENV'] !== 'production' && existsSync('.env')) process.loadEnvFile('.env');
  const [command, ...args] = process.argv.slice(2);
  if (command === 'ledger') {
    const { runLedgerCommand } = await import('./ledger-program.ts');
    process.exitCode = await runLedgerCommand(args, process.env);
  } else if (command === 'documents') {
    const { runDocumentsCommand } = await import('./documents-program.ts');
    process.exitCode = await runDocumentsCommand(args, process.env);
  } else {
    const { runProgram } = await import('./program.ts');
    await runProgram(process.env);
  }
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = exitConfig;
}

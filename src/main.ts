#!/usr/bin/env node
/**
 * The program `identity-gateway`. It checks the version of Node before it imports modules that fail
 * on an old one, and then runs the command. No other file reads the environment.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { runCommand } from './commands/run-command.ts';
import { dropLinesWithoutReader, terminal } from './commands/terminal.ts';
import { nodeProblem } from './process/node-version.ts';

// Without a handler, Node opens its debugger at this signal.
process.on('SIGUSR1', () => undefined);
dropLinesWithoutReader();
const problem = nodeProblem(process.versions.node);
if (problem === null) {
  // A start takes a seventh less time (docs/performance.md). The cache is beside the program: who
  // can write there can change the program as well. Without permission nothing is kept.
  enableCompileCache(join(import.meta.dirname, '..', '.compile-cache'));
  if (process.env['NODE_ENV'] !== 'production' && existsSync('.env')) process.loadEnvFile('.env');
  const code = await runCommand(process.argv.slice(2), {
    environment: process.env,
    terminal,
    start: async (...parts) => (await import('./process/start.ts')).start(...parts),
  });
  if (code !== undefined) process.exitCode = code;
} else {
  terminal.printError(problem);
  // EX_CONFIG of sysexits.h
  process.exitCode = 78;
}

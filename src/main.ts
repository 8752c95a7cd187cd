#!/usr/bin/env node
/**
 * The program `identity-gateway`. It checks the version of Node before it imports anything else: an
 * old Node cannot load the other modules. No other file reads the environment.
 */
import { nodeProblem } from './process/node-version.ts';

const problem = nodeProblem(process.versions.node);
if (problem === null) await run();
else {
  process.stderr.write(`${problem}\n`);
  // EX_CONFIG of sysexits.h: a restart cannot succeed.
  process.exitCode = 78;
}

async function run(): Promise<void> {
  const { enableCompileCache } = await import('node:module');
  const { join } = await import('node:path');
  // A start takes a seventh less time (bench/README.md). The cache is beside the program: who
  // can write there can change the program as well. Without permission nothing is kept.
  enableCompileCache(join(import.meta.dirname, '..', '.compile-cache'));
  const { runCommand } = await import('./commands/run-command.ts');
  const { dropLinesWithoutReader, terminal } = await import('./commands/line/terminal.ts');
  // Without a handler, Node opens its debugger at this signal.
  process.on('SIGUSR1', () => undefined);
  dropLinesWithoutReader();
  const code = await runCommand(process.argv.slice(2), {
    environment: process.env,
    // Also for libraries that read the environment themselves.
    addVariables: (variables) => Object.assign(process.env, { ...variables, ...process.env }),
    terminal,
    attemptStart: async (config) =>
      (await import('./process/steps/attempt-start.ts')).attemptStart(config),
    start: async (...parts) => (await import('./process/start.ts')).start(...parts),
  });
  if (code !== undefined) process.exitCode = code;
}

#!/usr/bin/env node
/**
 * The command `identity-gateway`: refuses a Node that does not run it before anything is loaded that would fail on
 * it, then runs the program. The only reader of the environment.
 */
import { existsSync } from 'node:fs';
import { nodeProblem } from './node-version.ts';

/** sysexits.h: EX_CONFIG; it will not run here until somebody changes something. */
const exitConfig = 78;

const problem = nodeProblem(process.versions.node);
if (problem === null) {
  if (process.env['NODE_ENV'] !== 'production' && existsSync('.env')) process.loadEnvFile('.env');
  const { runProgram } = await import('./program.ts');
  await runProgram(process.env);
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = exitConfig;
}

#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { readArguments, usage } from './command/arguments.ts';
import { bearerLine, sessionLine } from './command/sign-in.ts';
import { findTarget } from './command/target.ts';

const advice = 'is the sandbox running?';

/**
 * `identity-gateway-sign-in alice`: prints the header line with which a caller is alice (contract
 * §8, §11).
 */
async function main(args: readonly string[]): Promise<void> {
  const request = readArguments(args);
  if (request === undefined) {
    console.error(usage);
    process.exitCode = 64;
    return;
  }
  if (existsSync('.env')) {
    process.loadEnvFile('.env');
  }
  const { name, proof, scopes } = request;
  let where = `port ${process.env['SANDBOX_PORT'] ?? '4001'}`;
  try {
    const target = await findTarget(name, process.env);
    where = scopes === undefined ? `${target.amUrl}/json${target.realmPath}` : target.amUrl;
    console.log(
      scopes === undefined
        ? await sessionLine(target, proof)
        : await bearerLine(target, { proof, scopes, audience: process.env['OIDC_AUDIENCE'] }),
    );
  } catch (error: unknown) {
    console.error(`Could not sign in ${name} at ${where}: ${explainSignIn(error)}`);
    process.exitCode = 1;
  }
}

function explainSignIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error
    ? `no answer (${'code' in cause ? String(cause.code) : cause.message}); ${advice}`
    : error.message;
}

await main(process.argv.slice(2));

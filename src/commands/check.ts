import { channelsOf } from '../config/channels.ts';
import { loadConfig, type Config, type Environment } from '../config/load-config.ts';
import { configWarnings, environmentWarnings } from '../config/warnings.ts';
import { amChecks, otherAddresses } from './check-am.ts';
import { amOfCommand } from './command-am.ts';
import { issuerChecks } from './check-issuers.ts';
import { proofChecks } from './check-proofs.ts';
import { ledgerChecks } from './check-ledger.ts';
import { mailChecks } from './check-mail.ts';
import { exitCodes } from './exit.ts';
import { reasonOf, type Check } from './finding.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs `identity-gateway check`, and returns its exit code.
 * @throws ConfigError with every problem of the configuration
 */
export async function runCheck(
  { online }: { readonly online: boolean },
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const config = loadConfig(environment);
  const warnings = [...environmentWarnings(environment), ...configWarnings(config)];
  for (const line of warnings) terminal.printError(`Warning: ${line}`);
  terminal.print('ok      the configuration');
  return online ? checkOnline(config, terminal) : exitCodes.done;
}

/** Checks what a start would only find out later. Returns the exit code. */
async function checkOnline(config: Config, { print }: Terminal): Promise<number> {
  const { url } = config.am;
  if (url === undefined) {
    print('FAILED  AM_URL is not set, so there is no AM to check');
    return exitCodes.config;
  }
  const am = amOfCommand(config, url);
  const checks = [
    ...amChecks(config, am, url),
    ...proofChecks(config, am),
    ...issuerChecks(config, am),
    ...ledgerChecks(config.ledger, channelsOf(config)),
    ...mailChecks(config.mail),
  ];
  const results = await Promise.all(checks.map(resultOf));
  for (const { line } of results) print(line);
  const isGood = results.every((result) => result.isGood);
  if (!isGood) {
    for (const other of await otherAddresses(am, url)) {
      print(`        AM answers at ${other}: is that AM_URL?`);
    }
  }
  await am.close();
  return isGood ? exitCodes.done : exitCodes.unavailable;
}

async function resultOf([name, check]: Check): Promise<{ isGood: boolean; line: string }> {
  try {
    return { isGood: true, line: `ok      ${name}: ${await check()}` };
  } catch (error) {
    return { isGood: false, line: `FAILED  ${name}: ${reasonOf(error)}` };
  }
}

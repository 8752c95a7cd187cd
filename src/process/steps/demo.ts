import { tmpdir } from 'node:os';
import { errorCodeOf } from '../../domain/values/failure.ts';
import type { Environment } from '../../config/load-config.ts';
import { ConfigError } from '../../config/values/problem.ts';
import { sandboxChoices } from '../../config/sandbox.ts';
import type * as Sandbox from '../../sandbox/index.ts';

/**
 * The options that the sandbox adds to those that are set; none if an AM is configured. Its ports
 * are not known before it runs.
 * @throws ConfigError if this installation has no sandbox
 */
export async function demoPresets(environment: Environment): Promise<Environment> {
  const choices = sandboxChoices(environment);
  if (choices === undefined) return {};
  const { expectedEnvironment } = await importSandbox();
  return { DATA_DIR: tmpdir(), ...expectedEnvironment(choices) };
}

/** Imports the sandbox here, so that only a demo loads its public passwords. */
export async function importSandbox(): Promise<typeof Sandbox> {
  try {
    return await import('../../sandbox/index.ts');
  } catch (error) {
    if (errorCodeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ConfigError(['AM_URL: missing; this installation has no sandbox AM']);
  }
}

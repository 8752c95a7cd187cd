import { tmpdir } from 'node:os';
import { errorCodeOf } from '../../domain/values/failure.ts';
import type { Environment } from '../../config/load-config.ts';
import { ConfigError } from '../../config/values/problem.ts';
import { sandboxChoices } from '../../config/sandbox.ts';
import type * as Sandbox from '../../sandbox/index.ts';

/** What a start with the sandbox shows. */
export interface SandboxStart {
  /** Whether it shows the product: a page with things to try, a history, rules for the desk. */
  readonly isDemo: boolean;
}

/**
 * The options that the sandbox adds to those that are set. Its ports are not known before it runs.
 * @throws ConfigError if this installation has no sandbox, or the environment is a deployment's
 */
export async function sandboxPresets(
  environment: Environment,
  { isDemo }: SandboxStart,
): Promise<Environment> {
  const choices = sandboxChoices(environment);
  const { expectedEnvironment } = await importSandbox();
  return { DATA_DIR: tmpdir(), ...expectedEnvironment({ ...choices, isDemo }) };
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

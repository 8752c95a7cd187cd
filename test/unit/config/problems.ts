import { loadConfig } from '../../../src/config/load-config.ts';
import type { Environment } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/config/problem.ts';

/** What is wrong with an environment; an empty list when nothing is. */
export function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

import { loadConfig, type Environment } from '../../../src/config/load-config.ts';
import { ConfigError } from '../../../src/config/values/problem.ts';

/** Returns the problems of an environment. */
export function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

import { loadConfig, type Config, type Environment } from '../../../src/config/load-config.ts';
import { asEnvironment } from '../../support/with-lists.ts';
import { ConfigError } from '../../../src/config/values/problem.ts';

/** What every configuration needs, where a test is about other options. */
const needed = { NODE_ENV: 'test', AM_URL: 'https://am.example.com/am' };

/** Reads the configuration of an environment that may lack its AM. */
export function configOf(environment: Environment, presets: Environment = {}): Config {
  return loadConfig(asEnvironment(environment), { ...needed, ...presets });
}

/** Returns the problems of an environment. */
export function problemsOf(environment: Environment): readonly string[] {
  try {
    configOf(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

import { loadConfig, type Environment } from '../config/load-config.ts';
import type { Option } from '../config/option.ts';
import { optionsByName } from '../config/options.ts';
import { Source } from '../config/source.ts';
import { exitCodes } from './exit.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs `identity-gateway config`, and returns its exit code.
 * @throws ConfigError with every problem of the configuration
 */
export function runConfig(environment: Environment, { print }: Terminal): number {
  loadConfig(environment);
  for (const line of linesOf(environment)) print(line);
  return exitCodes.done;
}

/** Returns a line for each option: where its value comes from, its name and its value. */
export function linesOf(environment: Environment): string[] {
  const source = new Source(environment);
  return [...optionsByName.values()].map((option) => lineOf(option, source));
}

function lineOf(option: Option, source: Source): string {
  const { name, secret, default: preset, absent = '' } = option;
  const given = source.textOf(option);
  const text = given.raw.trim().replace(/\s+/g, ' ');
  if (text !== '') {
    const from = given.name === name ? 'environment' : 'file';
    return `${from.padEnd(12)} ${name}=${secret === true ? '[secret]' : text}`;
  }
  return preset === undefined
    ? `not set      ${name}: ${absent}`
    : `default      ${name}=${preset}`;
}

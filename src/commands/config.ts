import { loadConfig, type Environment } from '../config/load-config.ts';
import { openSource } from '../config/open-source.ts';
import type { Option } from '../config/values/option.ts';
import { optionsByName } from '../config/options.ts';
import type { Source } from '../config/source/source.ts';
import { exitCodes } from './line/exit.ts';
import type { Terminal } from './line/terminal.ts';

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
export function linesOf(environment: Environment, presets: Environment = {}): string[] {
  const source = openSource(environment, presets);
  return [...optionsByName.values()].map((option) => optionLine(option, source));
}

function optionLine(option: Option, source: Source): string {
  const { secret, default: preset, absent = '', isList, file } = option;
  const name = isList === true ? file : option.name;
  const given = source.textOf(option);
  const inFile = source.inFile(option, given);
  const text = inFile ? JSON.stringify(inFile.parts) : given.raw.trim().replace(/\s+/g, ' ');
  if (text !== '') {
    const from = inFile ? inFile.from : given.from;
    return `${from.padEnd(12)} ${name}=${secret === true ? '[secret]' : text}`;
  }
  return preset === undefined
    ? `not set      ${name}: ${absent}`
    : `default      ${name}=${preset}`;
}

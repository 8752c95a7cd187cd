/** Files of environment variables (`--env FILE`), in one grammar that no shell has a part in. */
import { fileText } from '../values/files.ts';
import { ConfigError, InvalidValue } from '../values/problem.ts';
import { isQuoted } from './texts.ts';

/** Node reads these before the program, so a file could not set them. */
const ofNode = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];

/**
 * Returns the variables of a file. A line is `NAME=value`: the value is the rest of the line, and
 * no character in it has a meaning. Empty lines and lines that start with `#` are left out.
 * @throws ConfigError with every problem; no problem quotes a value
 */
export function readEnvFile(path: string): Readonly<Record<string, string>> {
  const variables = new Map<string, string>();
  const problems = textOf(path)
    .split('\n')
    .flatMap((given, index) => {
      const line = given.trim();
      if (line === '' || line.startsWith('#')) return [];
      const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(line) ?? [];
      const problem = problemOf({ line, name, value, isTwice: variables.has(name) });
      variables.set(name, value.trim());
      return problem === null ? [] : [`${path}:${index + 1}: ${problem}`];
    });
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(variables);
}

interface Line {
  readonly line: string;
  readonly name: string;
  readonly value: string;
  readonly isTwice: boolean;
}

function problemOf({ line, name, value, isTwice }: Line): string | null {
  if (line.startsWith('export ')) return 'remove "export"; no shell reads this file';
  if (name === '') return 'expected NAME=value';
  if (isTwice) return `${name} is given twice`;
  if (ofNode.includes(name))
    return `${name} is read by Node before this file; set it in the environment of the process`;
  if (isQuoted(value.trim()))
    return `the value of ${name} has quotes around it; remove them, as the value is the rest of the line`;
  return null;
}

function textOf(path: string): string {
  try {
    return fileText(path);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new ConfigError([`--env: ${error.message}`]);
  }
}

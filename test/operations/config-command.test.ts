/** `identity-gateway config` prints each option in force and where it comes from, and no secret. */
import { expect, test } from '@jest/globals';
import { linesOf } from '../../src/commands/config.ts';
import { optionsByName } from '../../src/config/options.ts';
import { useFolder } from '../support/folder.ts';
import { commandResult } from '../support/run-command.ts';

const { write: file } = useFolder();
const every = [...optionsByName.values()];
/** `CONFIG_FILE` itself must name a file. */
const others = every.filter(({ name, isList }) => name !== 'CONFIG_FILE' && isList !== true);

function lineOf(name: string, environment: Readonly<Record<string, string>>): string | undefined {
  return linesOf(environment)[every.findIndex((option) => option.name === name)];
}

test.each(others)('$name from its default, the environment and a file', (option) => {
  const { name, secret, default: text, absent = '' } = option;
  const shown = secret === true ? '[secret]' : 'some text';

  expect(lineOf(name, {})).toBe(
    text === undefined ? `not set      ${name}: ${absent}` : `default      ${name}=${text}`,
  );
  expect(lineOf(name, { [name]: ' ' })).toBe(lineOf(name, {}));
  expect(lineOf(name, { [name]: ' some text ' })).toBe(`environment  ${name}=${shown}`);
  const path = file(`${name}.txt`, 'some\ntext\n');
  expect(lineOf(name, { [`${name}_FILE`]: path })).toBe(`file         ${name}=${shown}`);
});

test('a list has its key and form of the file', () => {
  const text = '- { of: privileged }';
  const path = file('lists.yaml', `approvals:\n${text}\n`);

  expect(lineOf('APPROVAL_REQUIRED', {})).toBe('default      approvals=');
  expect(lineOf('PROOF_JOURNEYS', {})).toBe('default      proofJourneys=');
  expect(lineOf('LIMIT_SEARCHES', {})).toBe('default      limits.searches=30/1m');
  expect(lineOf('APPROVAL_REQUIRED', { CONFIG_FILE: path })).toBe(
    'CONFIG_FILE  approvals=[{"of":"privileged"}]',
  );
});

test('the command prints one line per option if the configuration is valid', async () => {
  const given = { PORT: '4100', AM_URL: 'https://am.example.com/am' };
  const { code, out, err } = await commandResult(['config'], given);

  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out).toEqual(linesOf(given));
  expect(out).toContain('environment  PORT=4100');
});

test('the command prints the problems of a configuration that is not valid', async () => {
  const { code, out, err } = await commandResult(['config'], { PORT: 'x' });

  expect({ code, out }).toEqual({ code: 78, out: [] });
  expect(err.join('\n')).toMatch(/^The configuration has problems:\n {2}- PORT: /);
});

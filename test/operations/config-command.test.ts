/** `identity-gateway config` prints each option in force and where it comes from, and no secret. */
import { expect, test } from '@jest/globals';
import { linesOf } from '../../src/commands/config.ts';
import { optionsByName } from '../../src/config/options.ts';
import { useFolder } from '../support/folder.ts';
import { commandResult } from '../support/run-command.ts';

const { write: file } = useFolder();
const every = [...optionsByName.values()];

function lineOf(name: string, environment: Readonly<Record<string, string>>): string | undefined {
  return linesOf(environment)[every.findIndex((option) => option.name === name)];
}

test.each(every)('$name from its default, the environment and a file', (option) => {
  const { name, secret, default: text, absent } = option;
  const shown = secret === true ? '[secret]' : 'some text';

  expect(lineOf(name, {})).toBe(
    text === undefined ? `not set      ${name}: ${absent}` : `default      ${name}=${text}`,
  );
  expect(lineOf(name, { [name]: ' ' })).toBe(lineOf(name, {}));
  expect(lineOf(name, { [name]: ' some text ' })).toBe(`environment  ${name}=${shown}`);
  const path = file(`${name}.txt`, 'some\ntext\n');
  expect(lineOf(name, { [`${name}_FILE`]: path })).toBe(`file         ${name}=${shown}`);
});

test('the command prints one line per option if the configuration is valid', async () => {
  const { code, out, err } = await commandResult(['config'], { PORT: '4100' });

  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out).toEqual(linesOf({ PORT: '4100' }));
  expect(out).toContain('environment  PORT=4100');
});

test('the command prints the problems of a configuration that is not valid', async () => {
  const { code, out, err } = await commandResult(['config'], { PORT: 'x' });

  expect({ code, out }).toEqual({ code: 78, out: [] });
  expect(err.join('\n')).toMatch(/^The configuration has problems:\n {2}- PORT: /);
});

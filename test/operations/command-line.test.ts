/** The command: what it is asked to do, what it refuses, and what it reads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseCommand, usage, UsageError } from '../../src/command-line.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { unknownNames } from '../../src/config/unknown-names.ts';
import { startProgram } from '../ledger/processes.ts';

describe('arguments', () => {
  test.each([
    [[], { name: 'start' }],
    [['start'], { name: 'start' }],
    [['check'], { name: 'check', online: false }],
    [['check', '--online'], { name: 'check', online: true }],
    [['--help'], { name: 'help' }],
    [['check', '--help'], { name: 'help' }],
    [['start', '--help'], { name: 'help' }],
    [['--version'], { name: 'version' }],
    [['ledger', 'verify'], { name: 'ledger', args: ['verify'] }],
    [['documents', 'add', 'x'], { name: 'documents', args: ['add', 'x'] }],
  ])('%j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  test.each([[['strat']], [['start', 'now']], [['check', '--onlin']], [['check', 'x']], [['-v']]])(
    '%j are refused',
    (args) => {
      expect(() => parseCommand(args)).toThrow(UsageError);
    },
  );

  test('the usage names every command', () => {
    for (const name of ['start', 'check', '--online', 'ledger', 'documents', '--version']) {
      expect(usage).toContain(name);
    }
  });
});

interface Ended {
  readonly code: number;
  readonly output?: RegExp;
  readonly errors?: RegExp;
}

describe('the command as a process', () => {
  const usage64 = (errors: RegExp): Ended => ({ code: 64, errors });

  test.each<[readonly string[], Readonly<Record<string, string>>, Ended]>([
    [['--version'], {}, { code: 0, output: /^\d+\.\d+\.\d+\n$/ }],
    [['--help'], {}, { code: 0, output: /^Usage:\n {2}identity-gateway \[start\]/ }],
    [['check', '--help'], {}, { code: 0, output: /^Usage:\n/ }],
    [['ledger', '--help'], {}, { code: 0, output: /^Usage: identity-gateway ledger verify/ }],
    [['strat'], {}, usage64(/^"strat" is no command\.\nUsage:\n/)],
    [['start', 'now'], {}, usage64(/^"now" is no argument of this command\.\nUsage:\n/)],
    [['check', '--onlin'], {}, usage64(/^"--onlin" is no argument of this command\.\nUsage:\n/)],
    [['ledger', 'verfy'], {}, usage64(/^Unknown command "verfy"\.\nUsage:/)],
    [['check'], {}, { code: 0, output: /^ok {6}the configuration\n$/ }],
    [['check', '--online'], {}, { code: 78, output: /\nFAILED {2}AM_URL is not set/ }],
    [
      ['check'],
      { PORT: 'x' },
      { code: 78, errors: /^The configuration has problems:\n {2}- PORT: [^\n]+\n$/ },
    ],
    [
      ['check'],
      { AM_REALSM: 'x' },
      {
        code: 0,
        output: /^ok {6}the configuration\n$/,
        errors: /^Warning: AM_REALSM is no option\. Did you mean AM_REALMS\?\n$/,
      },
    ],
  ])('%j with %j ends with %j', async (args, env, { code, output = /^$/, errors = /^$/ }) => {
    const command = startProgram('src/main.ts', args, env);

    expect(await command.ended()).toBe(code);
    expect(command.output()).toMatch(output);
    expect(command.errors()).toMatch(errors);
  });
});

describe('a name that is no option', () => {
  test.each([
    ['AM_REALSM', 'AM_REALMS'],
    ['AM_UR', 'AM_URL'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
    ['LIMIT_DEPHT', 'LIMIT_DEPTH'],
    ['METRIC_PORT', 'METRICS_PORT'],
    ['HELP_DESK_GROUP', 'HELP_DESK_GROUPS'],
    ['PAGES_SECERT_FILE', 'PAGES_SECRET_FILE'],
    ['AM_SERVICE_PASWORD_FILE', 'AM_SERVICE_PASSWORD_FILE'],
    ['PAGES_TITLE', 'PAGES_NAME'],
  ])('%s is told with the nearest', (name, nearest) => {
    expect(unknownNames({ [name]: 'x' })).toEqual([
      `${name} is no option. Did you mean ${nearest}?`,
    ]);
  });

  test.each([
    'PATH',
    'HOME',
    'HOSTNAME',
    'AM_SERVICE_HOST',
    'AM_PORT_8080_TCP',
    'AM_URL_FILE',
    'AM_SERVICE_ACCOUNT_KEY_FILE',
    'NODE_OPTIONS',
  ])('%s is somebody else’s or one of ours', (name) => {
    expect(unknownNames({ [name]: 'x' })).toEqual([]);
  });
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('a secret in a file', () => {
  const account = { AM_SERVICE_USERNAME: 'amadmin' };

  test('is read without the line break at its end', () => {
    const env = { ...account, AM_SERVICE_PASSWORD_FILE: file('password', 'a b\n') };

    expect(loadConfig(env).callers.service).toMatchObject({ password: { current: 'a b' } });
  });

  test.each<[string, Environment, string]>([
    [
      'that is not there',
      { ...account, AM_SERVICE_PASSWORD_FILE: '/nowhere' },
      'AM_SERVICE_PASSWORD: cannot read the file',
    ],
    [
      'and beside it',
      { ...account, AM_SERVICE_PASSWORD: 'x', AM_SERVICE_PASSWORD_FILE: '/dev/null' },
      'AM_SERVICE_PASSWORD: give it, or AM_SERVICE_PASSWORD_FILE, not both',
    ],
  ])('%s is refused', (_label, env, problem) => {
    expect(() => loadConfig(env)).toThrow(problem);
  });
});

describe('a pattern', () => {
  test.each([
    ['(a+)+b', 'aab'],
    ['(a+)+$', 'aa'],
    ['(a|a)*', 'aaa'],
    ['(a|aa)+b', 'aab'],
    ['(.*a){20}', 'a'.repeat(20)],
    ['(?:a?){50}a{50}', 'a'.repeat(50)],
  ])('%s, which can run away, is matched in the time of its text', (TICKET_PATTERN, good) => {
    const { ticketPattern } = loadConfig({ TICKET_PATTERN }).access;
    const started = performance.now();

    expect(ticketPattern?.test(`${'a'.repeat(100)}!`)).toBe(false);
    // A backtracking engine takes hours.
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(ticketPattern?.test(good)).toBe(true);
    expect(ticketPattern?.test(`${good}.`)).toBe(false);
  });

  test.each([
    ['a back reference', '(a)\\1'],
    ['a look ahead', '(?=a)a'],
    ['a look behind', '(?<=a)b'],
    ['repeats of repeats that take a gigabyte', '((a{100}){100}){100}'],
    ['a thousand parentheses in each other', `${'('.repeat(2_000)}a${')'.repeat(2_000)}`],
    ['what browsers cannot read', '(?i)inc-\\d+'],
  ])('with %s is refused in a sentence', (_what, TICKET_PATTERN) => {
    const problem =
      /TICKET_PATTERN: expected a regular expression(?: that browsers can read, too)?: ./;

    expect(() => loadConfig({ TICKET_PATTERN })).toThrow(problem);
  });
});

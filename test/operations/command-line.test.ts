/** The command line: its commands, its exit codes, and the options that it reads. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/commands/line/arguments.ts';
import { commandNames, parseCommand } from '../../src/commands/commands.ts';
import { helpOf } from '../../src/commands/help.ts';
import { reportFailure } from '../../src/commands/line/exit.ts';
import { ListenRefused } from '../../src/commands/line/listen-refused.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { unknownNames } from '../../src/config/unknown-names.ts';
import { startProgram } from '../ledger/processes.ts';
import { useFolder } from '../support/folder.ts';
import { commandResult } from '../support/run-command.ts';

describe('arguments', () => {
  test.each([
    [[], { name: 'start', given: {} }],
    [['start'], { name: 'start', given: {} }],
    [['check'], { name: 'check', given: { task: { kind: 'configuration' } } }],
    [['check', '--online'], { name: 'check', given: { task: { kind: 'online' } } }],
    [['check', '--replay', 'x'], { name: 'check', given: { task: { kind: 'replay', file: 'x' } } }],
    [
      ['check', '--record', 'x', '--user', 'bob', '--write', 'web-authn:a:b'],
      {
        name: 'check',
        given: {
          task: {
            kind: 'record',
            file: 'x',
            user: 'bob',
            write: { kind: 'WEB_AUTHN', device: 'a:b' },
          },
        },
      },
    ],
    [['config'], { name: 'config' }],
    [['--help'], { kind: 'help', about: [] }],
    [['check', '--help'], { kind: 'help', about: ['check'] }],
    [['--version'], { kind: 'version' }],
    [['ledger', 'verify'], { name: 'ledger', given: ['verify'] }],
    [['documents', 'check', 'x'], { name: 'documents', given: ['check', 'x'] }],
    [
      ['ledger', 'verify', '--from', 'a:1', '--help'],
      { kind: 'help', about: ['ledger', 'verify'] },
    ],
  ])('%j', (args, command) => {
    expect(parseCommand(args)).toMatchObject(command);
  });

  test.each([[['strat']], [['start', 'now']], [['config', 'x']], [['check', '--onlin']], [['-v']]])(
    '%j are refused',
    (args) => {
      expect(() => parseCommand(args)).toThrow(UsageError);
    },
  );
});

test('each command of the table is parsed, is in the help, and is on the page of the room', () => {
  const help = helpOf([]);
  const readme = readFileSync('src/commands/README.md', 'utf8');

  expect(commandNames.length).toBeGreaterThan(10);
  expect(commandNames.map((name) => parseCommand([name, '--help']))).toEqual(
    commandNames.map((name) => ({ kind: 'help', about: [name] })),
  );
  const isInHelp = (name: string): boolean => new RegExp(`gateway \\[?${name}\\b`).test(help);
  expect(commandNames.filter((name) => !isInHelp(name))).toEqual([]);
  expect(commandNames.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

interface Ended {
  readonly code: number;
  readonly output?: RegExp;
  readonly errors?: RegExp;
}

type Call = readonly [readonly string[], Readonly<Record<string, string>>];
type Row = readonly [...Call, Ended];

describe('a command', () => {
  const usage64 = (errors: RegExp): Ended => ({ code: 64, errors });

  const processes: readonly Row[] = [
    [['ledger', '--help'], {}, { code: 0, output: /\n {2}1 {3}verify: the chain is broken\n/ }],
    [['strat'], {}, usage64(/^"strat" is not a command\.\nUsage:\n/)],
    [
      ['check'],
      { AM_URL: 'https://am.example.com/am', AM_REALSM: 'x' },
      {
        code: 0,
        output: /^ok {6}the configuration\n$/,
        errors: /^Warning: AM_REALSM is not an option\. Did you mean AM_REALMS\?\n$/,
      },
    ],
  ];
  const others: readonly Row[] = [
    [['--version'], {}, { code: 0, output: /^\d+\.\d+\.\d+(-dev)?\n$/ }],
    [
      ['--help'],
      {},
      { code: 0, output: /\nUsage:\n {2}identity-gateway \[start\] .*\n {2}78 {2}an/s },
    ],
    [
      ['ledger', 'prune', '--help'],
      {},
      {
        code: 0,
        output:
          /Usage:\n {2}identity-gateway ledger prune --before .*\nExamples:\n {2}identity-gateway ledger prune .*\nExit codes:\n {2}0 {3}done\n {2}2 {3}stopped at an open change\n/s,
      },
    ],
    [['start', 'now'], {}, usage64(/^Unexpected argument 'now'\. [^\n]+\nUsage:\n/)],
    [['ledger', 'verfy'], {}, usage64(/^Unknown command "verfy"\.\nUsage:/)],
    [['check'], {}, { code: 0, output: /^ok {6}the configuration\n$/ }],
    [
      ['check'],
      { PORT: 'x' },
      { code: 78, errors: /^The configuration has problems:\n {2}- PORT: [^\n]+\n$/ },
    ],
  ];

  // A process takes long to start.
  test.each([
    ...processes.map((row) => [...row, ofProcess] as const),
    ...others.map((row) => [...row, here] as const),
  ])('%j with %j ends with %j', async (args, env, ended, resultOf) => {
    const { code, output = /^$/, errors = /^$/ } = ended;

    expect(await resultOf(args, env)).toEqual([
      code,
      expect.stringMatching(output),
      expect.stringMatching(errors),
    ]);
  });
});

async function ofProcess(...[args, env]: Call): Promise<unknown> {
  const command = startProgram('src/main.ts', args, env);
  return [await command.exited(), command.output(), command.errors()];
}

async function here(...[args, env]: Call): Promise<unknown> {
  const { code, out, err } = await commandResult(args, {
    NODE_ENV: 'test',
    AM_URL: 'https://am.example.com/am',
    ...env,
  });
  const [output, errors] = [out, err].map((lines) => lines.map((line) => `${line}\n`).join(''));
  return [code, output, errors];
}

test.each([
  [
    'EACCES',
    'listen',
    78,
    /^Port 443 cannot be opened: EACCES\. Give the process that right, or set METRICS_PORT/,
  ],
  ['EPERM', 'listen', 78, /^Port 443 cannot be opened: EPERM\./],
  [
    'EADDRINUSE',
    'listen',
    69,
    /^Port 443 is taken\. Stop what listens there, or set METRICS_PORT to/,
  ],
  ['EAFNOSUPPORT', 'listen', 78, /^Port 443 cannot be opened: EAFNOSUPPORT\./],
  ['EADDRNOTAVAIL', 'listen', 78, /^HOST: nothing can listen there: EADDRNOTAVAIL\.$/],
  ['EAI_AGAIN', 'getaddrinfo', 78, /^HOST: nothing can listen there: EAI_AGAIN\.$/],
])('a port that cannot be opened is one sentence: %s', (code, syscall, exitCode, sentence) => {
  const printed: string[] = [];
  const terminal = {
    print: () => undefined,
    printError: (line: string) => void printed.push(line),
  };
  const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall, port: 443 });
  const error = new ListenRefused({ port: 443, option: 'METRICS_PORT' }, code, cause);

  expect(reportFailure(error, terminal)).toBe(exitCode);
  expect(printed).toEqual([expect.stringMatching(sentence)]);
});

const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? ['--setgid', '65534', '--setuid', '65534'] : ['--user'];
const inOwnNetwork = ['unshare', '--net', ...asNobody, process.execPath];
const canHaveOwn = run([...inOwnNetwork, '--version'], {}).status === 0;
const lowest = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
// A new network has the default of the kernel; the one of this machine may permit more.
const onLowPorts = canHaveOwn || (lowest > 443 && !isRoot) ? describe : describe.skip;

onLowPorts('a port below 1024', () => {
  const folder = useFolder();

  test('needs a privilege', () => {
    const node = canHaveOwn ? inOwnNetwork : [process.execPath];
    // The process may run as another user.
    chmodSync(folder.path, 0o777);

    const { status, stderr } = run([...node, resolve('dist/main.js')], {
      PORT: '443',
      // A new network has no address yet.
      HOST: '0.0.0.0',
      METRICS_PORT: 'off',
      AM_URL: 'http://127.0.0.1:1/am',
      AM_COOKIE_NAME: 'session',
      DATA_DIR: folder.path,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
    });

    expect([status, stderr]).toEqual([
      78,
      'Port 443 cannot be opened: EACCES. Give the process that right, or set PORT to another one.\n',
    ]);
  });
});

function run([program = '', ...args]: string[], env: Readonly<Record<string, string>>) {
  const { PATH } = process.env;
  return spawnSync(program, args, { env: { PATH, ...env }, cwd: '/', encoding: 'utf8' });
}

describe('a name that is not an option', () => {
  test.each([
    ['AM_REALSM', 'AM_REALMS'],
    ['AM_UR', 'AM_URL'],
    ['HELP_DESK_GROUP', 'HELP_DESK_GROUPS'],
    ['PAGES_SECERT_FILE', 'PAGES_SECRET_FILE'],
    ['AM_SERVICE_PASWORD_FILE', 'AM_SERVICE_PASSWORD_FILE'],
    ['PAGES_TITLE', 'PAGES_NAME'],
  ])('%s is reported with the nearest option', (name, nearest) => {
    expect(unknownNames({ [name]: 'x' })).toEqual([
      `${name} is not an option. Did you mean ${nearest}?`,
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
  ])('%s is an option, or belongs to another program', (name) => {
    expect(unknownNames({ [name]: 'x' })).toEqual([]);
  });
});

describe('a pattern', () => {
  const am = { AM_URL: 'https://am.example.com/am' };

  test.each([
    ['(a+)+b', 'aab'],
    ['(a+)+$', 'aa'],
    ['(a|a)*', 'aaa'],
    ['(a|aa)+b', 'aab'],
    ['(.*a){20}', 'a'.repeat(20)],
    ['(?:a?){50}a{50}', 'a'.repeat(50)],
  ])('%s, which could run away, is matched in linear time', (TICKET_PATTERN, good) => {
    const { ticketPattern } = loadConfig({ TICKET_PATTERN }, am).access;
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
    ['repeats of repeats that take a gigabyte', '((a{100}){100}){100}'],
    ['a thousand parentheses in each other', `${'('.repeat(2_000)}a${')'.repeat(2_000)}`],
    ['what browsers cannot read', '(?i)inc-\\d+'],
  ])('with %s is rejected with an explanation', (_what, TICKET_PATTERN) => {
    const problem =
      /TICKET_PATTERN: expected a regular expression(?: that browsers can read, too| \(RE2, .*\)): ./;

    expect(() => loadConfig({ TICKET_PATTERN }, am)).toThrow(problem);
  });
});

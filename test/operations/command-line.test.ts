/** The command: what it is asked to do, what it refuses, and what a check finds before a start would. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCheck } from '../../src/check-program.ts';
import { parseCommand, usage, UsageError } from '../../src/command-line.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { unknownNames } from '../../src/config/unknown-names.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';

describe('arguments', () => {
  test.each([
    [[], { name: 'start' }],
    [['start'], { name: 'start' }],
    [['check'], { name: 'check', online: false }],
    [['check', '--online'], { name: 'check', online: true }],
    [['--help'], { name: 'help' }],
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
let peer: SandboxPeer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'command-'));
  peer = await openSandboxPeer('pingam');
});
afterAll(async () => {
  await peer?.close();
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

test('a pattern that can run away is matched in the time of its text', () => {
  const { ticketPattern } = loadConfig({ TICKET_PATTERN: '(a+)+b' }).access;
  const started = performance.now();

  expect(ticketPattern?.test('a'.repeat(40))).toBe(false);
  // A backtracking engine takes hours.
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(ticketPattern?.test('aab')).toBe(true);
  expect(ticketPattern?.test('aab.')).toBe(false);
});

test('a pattern with a back reference is refused', () => {
  expect(() => loadConfig({ TICKET_PATTERN: '(a)\\1' })).toThrow('TICKET_PATTERN: expected');
});

describe('check', () => {
  async function check(env: Environment, online = true): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const code = await runCheck({ online }, env, { print: say, tell: say });
    return { code, text: lines.join('\n') };
  }

  test('says that the configuration is in order, and warns of names', async () => {
    const { code, text } = await check({ AM_REALSM: 'x' }, false);

    expect(code).toBe(0);
    expect(text).toContain('Did you mean AM_REALMS?');
    expect(text).toContain('ok      the configuration');
  });

  test('says what is wrong with it', async () => {
    const { code, text } = await check({ PORT: 'x' }, false);

    expect(code).toBe(78);
    expect(text).toContain('PORT: expected');
  });

  test('asks AM for everything that a start depends on', async () => {
    const { code, text } = await check({
      AM_URL: peer.url,
      AM_REALMS: 'alpha,beta',
      ...peer.staffEnv(),
    });

    expect(text).not.toContain('FAILED');
    expect(code).toBe(0);
    for (const what of ['clock', 'realm alpha', 'realm beta', 'session cookie', 'credential']) {
      expect(text).toMatch(new RegExp(`ok {6}.*${what}`));
    }
  });

  test.each<[string, Environment, string]>([
    ['a realm that AM lacks', { AM_REALMS: 'alpha,gamma' }, 'realm gamma'],
    [
      'a wrong password',
      { AM_SERVICE_USERNAME: 'amadmin', AM_SERVICE_PASSWORD: 'x' },
      'SERVICE_CREDENTIAL_MISSING',
    ],
    ['a group that is not there', { ADMIN_GROUPS: 'nobodies' }, 'nobodies|PRIVILEGE_UNKNOWN'],
  ])('names %s', async (_label, env, what) => {
    const { code, text } = await check({ AM_URL: peer.url, ...peer.staffEnv(), ...env });

    expect(code).toBe(69);
    expect(text).toMatch(new RegExp(`FAILED .*(?:${what})`));
  });

  test.each(['', '/access'])('says where AM is instead of %p', async (path) => {
    const { code, text } = await check({ AM_URL: `${new URL(peer.url).origin}${path}` });

    expect(code).toBe(69);
    expect(text).toContain(`AM answers at ${peer.url}: is that AM_URL?`);
  });

  test('warns of an AM without a deploy path before it is asked', async () => {
    const { code, text } = await check({ AM_URL: 'https://am.example.com/' }, false);

    expect(code).toBe(0);
    expect(text).toContain(
      'Warning: AM_URL has no deploy path. AM is usually at https://am.example.com/am or https://am.example.com/openam.',
    );
  });

  test('names an AM that is not there', async () => {
    const { code, text } = await check({ AM_URL: 'http://127.0.0.1:1/am' });

    expect(code).toBe(69);
    expect(text).toMatch(/FAILED {2}connection and clock: .*ECONNREFUSED/);
  });
});

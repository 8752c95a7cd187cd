/** Files of variables have one grammar, however pages and units have them read (R55). */
import { spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEnvFile } from '../../src/config/source/env-file.ts';
import { useFolder } from '../support/folder.ts';
import { blocksOf } from '../support/page.ts';
import { commandResult } from '../support/run-command.ts';

const { path: folder, write } = useFolder();

/** The program that is run: `dist/main.js`. */
const program = resolve('.');

/** Values that a shell, systemd, or Node's own reader would change. */
const values = {
  MAIL_FROM: 'IT help desk <no-reply@example.com>',
  WORKING_HOURS: 'Mon-Fri 07:00-19:00 Europe/Berlin',
  PAGES_NAME: `R&D #1; "Acme" 'Inc' \\ $HOME`,
  SMTP_URL: 'smtp://mail.example.com:587',
  AM_URL: 'http://am.example.com/am',
  AM_SERVICE_USERNAME: 'amadmin',
  AM_SERVICE_PASSWORD_FILE: '{home}/am.password',
  PAGES_SECRET: 'pa55 &#<>"\' pa55 pa55 pa55 pa55 pa55',
  NODE_ENV: 'test',
};
const text = Object.entries(values)
  .map(([name, value]) => `${name}=${value}\n`)
  .join('\n# A comment\n');

test('a value is the rest of the line', () => {
  expect(readEnvFile(write('all.env', text))).toEqual(values);
});

test.each([
  ['PORT="4000"', 'the value of PORT has quotes around it'],
  ['export PORT=4000', 'remove "export"'],
  ['PORT 4000', 'expected NAME=value'],
  ['PORT=1\nPORT=2', 'PORT is given twice'],
  ['NODE_EXTRA_CA_CERTS=/ca.pem', 'NODE_EXTRA_CA_CERTS is read by Node before this file'],
])('%j is refused', async (content, problem) => {
  const file = write('wrong.env', content);
  const { code, err } = await commandResult(['--env', file, 'check'], {});

  expect(code).toBe(78);
  expect(err.join()).toContain(`${file}:${content.split('\n').length}: ${problem}`);
});

test('a missing file is refused, and so is an option without a file', async () => {
  const missing = await commandResult(['check', '--env=/none.env'], {});
  const without = await commandResult(['check', '--env'], {});

  expect([missing.code, ...missing.err]).toEqual([78, expect.stringContaining('--env: cannot')]);
  expect([without.code, ...without.err]).toEqual([64, expect.stringContaining('--env needs')]);
});

test('a later file counts more, and the environment most', async () => {
  const one = write(
    'one.env',
    'PORT=1\nHOST=10.0.0.1\nPAGES_NAME=One\nNODE_ENV=test\nAM_URL=http://a/am',
  );
  const two = write('two.env', 'PORT=2\nHOST=10.0.0.2');
  const { out } = await commandResult(['--env', one, 'config', '--env', two], { PORT: '3' });

  const expected = ['PORT=3', 'HOST=10.0.0.2', 'PAGES_NAME=One'];
  expect(out.join('\n')).toMatch(new RegExp(expected.map((line) => ` ${line}\n`).join('[^]*')));
});

/** What reads the file in each way; `{folder}` has the file, the release and a fake Node. */
const readers: Readonly<Record<string, () => string>> = {
  'the command of the page': () =>
    fileOf('docs/operating.md', /cat >\/usr\/local\/bin\/identity-gateway <<'END'\n([^]*?)\nEND/),
  'start.sh of the page': () =>
    blocksOf('docs/operating.md').find(({ use }) => use === 'file=start.sh')?.text ?? '',
  'the unit of systemd': () =>
    fileOf('deploy/systemd/identity-gateway@.service', /^ExecStart=(.*)$/m)
      .replaceAll('%d/instance.env', '4000.env')
      // What systemd has by SetCredential.
      .replaceAll('%d/gateway.yaml', '{folder}/gateway.yaml')
      .replaceAll('%d/', '')
      .replaceAll('%S', '{folder}')
      .replaceAll('%i', '4000'),
};

describe('in a new shell', () => {
  test.each(Object.entries(readers))('%s reads each value as it is', (_what, scriptOf) => {
    const printed = printedBy(scriptOf());

    for (const name of ['MAIL_FROM', 'WORKING_HOURS', 'PAGES_NAME'] as const)
      expect(printed).toContain(`environment  ${name}=${values[name]}\n`);
  });
});

test('no page, unit or chart has a shell or systemd read such a file', () => {
  const files = globSync(['README.md', 'docs/*.md', 'deploy/**/*', 'docker-compose.yml']);
  const texts = files.filter((path) => /\.[a-z]+$/.test(path)).map((path) => [path, read(path)]);

  expect(texts.length).toBeGreaterThan(40);
  const foreign = /\bset -a\b|EnvironmentFile=|\bsource \S+\.env|(?:^|[;&] *)\. \S*\.env|env_file/m;
  expect(texts.filter(([, content = '']) => foreign.test(content)).map(([path]) => path)).toEqual(
    [],
  );
});

function fileOf(path: string, pattern: RegExp): string {
  return pattern.exec(read(path))?.[1] ?? '';
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Runs a script that starts the program, and returns the options that the program then has. */
function printedBy(script: string): string {
  const home = join(folder, `home-${Math.random()}`);
  mkdirSync(join(home, 'bin'), { recursive: true });
  symlinkSync(program, join(home, 'current'));
  const file = (name: string, content: string): string => {
    const path = write(join(home.slice(folder.length + 1), name), content);
    chmodSync(path, 0o755);
    return path;
  };
  file('am.password', 'pa55');
  file('gateway.yaml', '{}');
  file('gateway.env', text.replace('{home}', home));
  file('4000.env', 'METRICS_PORT=9464\n');
  const node = file('bin/node', `#!/bin/sh\nexec ${process.execPath} "$@" config\n`);
  file('bin/curl', `#!/bin/sh\nwhile kill -0 "$(cat ${home}/*.pid)"; do sleep 0.1; done\n`);
  const own = script
    .replaceAll('/opt/identity-gateway', home)
    .replaceAll('/usr/bin/node', node)
    .replaceAll('{folder}', home)
    .replaceAll('current/dist', `${home}/current/dist`)
    .replace('$(readlink -f current)', `${home}/current`)
    .replaceAll(`${home}/${home}`, home);
  const run = file('run.sh', own);
  const env = { PATH: `${home}/bin:/usr/bin:/bin`, HOME: '/' };
  const { stdout, stderr } = spawnSync(
    'sh',
    [run, ...(own.includes('$2') ? ['4000', '9464'] : [])],
    {
      cwd: home,
      env,
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  const log = spawnSync('sh', ['-c', `cat ${home}/*.log 2>/dev/null`], { encoding: 'utf8' }).stdout;
  return stdout + stderr + log;
}

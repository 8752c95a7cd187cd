/**
 * The documented command: it builds only when it must, and ends with all that it has started
 * (reliability R22).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { fieldAt } from '../support/json.ts';
import { useFolder } from '../support/folder.ts';
import { start, type StartedGateway } from '../support/started-gateway.ts';

const prestart = fieldAt(JSON.parse(readFileSync('package.json', 'utf8')), 'scripts', 'prestart');
const folder = useFolder();

let gateway: StartedGateway | undefined;

afterEach(() => gateway?.stop());

test.each<readonly [string, string, (started: StartedGateway) => string]>([
  ['start', '/graphql', ({ port }) => `http://127.0.0.1:${port}/health/live`],
])('SIGTERM to npm %s alone ends what it has started', async (script, says, urlOf) => {
  gateway = await start({ command: 'npm', args: ['-s', ...script.split(' ')], says });
  const url = urlOf(gateway);
  expect((await fetch(url)).status).toBe(200);

  gateway.terminate();

  expect(await gateway.ended()).toBe(0);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('it builds where a source is newer than the build, and only then', () => {
  for (const name of ['src', 'packages/client', 'web', 'dist'])
    mkdirSync(join(folder.path, name), { recursive: true });
  const source = folder.write('src/main.ts', '');
  folder.write('tsconfig.json', {});
  folder.write('package-lock.json', {});
  const build = 'touch dist/.built && echo built';
  folder.write('package.json', { scripts: { prestart, build } });
  const run = (): string =>
    execFileSync('npm', ['run', '-s', 'prestart'], { cwd: folder.path, encoding: 'utf8' });
  const later = new Date(Date.now() + 60_000);

  const first = [run(), run()];
  utimesSync(source, later, later);

  expect([...first, run()]).toEqual(['built\n', '', 'built\n']);
});

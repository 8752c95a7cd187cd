/**
 * Installs the rivals from npm into the git-ignored `bench/.rivals`, in the versions of
 * `bench/rivals/package.json`. What they depend on has the versions of a day, so that every
 * machine measures the same.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';
import { say, BenchError } from './say.ts';

/** Installs the rivals, unless those of the list are installed. */
export function installRivals(): void {
  cpSync(places.rivalsSource, places.rivals, { recursive: true });
  const list = readFileSync(join(places.rivals, 'package.json'), 'utf8');
  // Written last, so an interrupted installation is repeated.
  const installed = join(places.rivals, 'node_modules', '.installed-list.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === list) return;
  say('Installing the rivals into bench/.rivals: npm install (once, two minutes)');
  for (const left of ['node_modules', 'package-lock.json'])
    rmSync(join(places.rivals, left), { recursive: true, force: true });
  const { config }: { readonly config: { readonly before: string } } = JSON.parse(list);
  const options = ['--no-package-lock', `--before=${config.before}`, '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', ['install', '--loglevel=error', ...options], {
    cwd: places.rivals,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new BenchError('npm could not install the rivals.');
  writeFileSync(installed, list);
}

/**
 * Installs the rivals from npm into the git-ignored `bench/.rivals`, in the versions of
 * `bench/rivals`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';
import { say, BenchError } from './say.ts';

/** Installs the rivals, unless the installed ones match the lock file. */
export function installRivals(): void {
  const isInstalled = areLocksAlike();
  cpSync(places.rivalsSource, places.rivals, { recursive: true });
  if (isInstalled) return;
  say('Installing the rivals into bench/.rivals: npm ci (once, two minutes)');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: places.rivals,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new BenchError('npm could not install the rivals.');
}

/**
 * npm writes its own lock file into node_modules last, so it exists only after a complete
 * installation.
 */
function areLocksAlike(): boolean {
  const installed = join(places.rivals, 'node_modules', '.package-lock.json');
  const lock = join(places.rivals, 'package-lock.json');
  const wanted = join(places.rivalsSource, 'package-lock.json');
  return (
    existsSync(installed) &&
    existsSync(lock) &&
    readFileSync(lock, 'utf8') === readFileSync(wanted, 'utf8')
  );
}

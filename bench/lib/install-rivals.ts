/** Brings the rivals from npm into the git-ignored `bench/.rivals`, in the versions of `bench/rivals`. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';
import { say, Trouble } from './say.ts';

/** Installs what is not there yet. */
export function installRivals(): void {
  const isInstalled = areLocksAlike();
  cpSync(places.rivalsSource, places.rivals, { recursive: true });
  if (isInstalled) return;
  say('Installing the rivals into bench/.rivals: npm ci (once, some seconds)');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: places.rivals,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Trouble('The rivals cannot be installed from npm.');
}

/** npm writes its own lock into node_modules last, so that one tells of an installation that ended well. */
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

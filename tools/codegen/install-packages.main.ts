/**
 * Installs the packages of each named folder, unless its lock is installed already. These folders
 * have their own package.json, because `npm ci` of this repository does not need their packages.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

for (const folder of process.argv.slice(2)) {
  if (!isInstalled(folder) && !install(folder)) process.exitCode = 1;
}

function isInstalled(folder: string): boolean {
  return existsSync(copyOf(folder)) && readFileSync(copyOf(folder), 'utf8') === lockOf(folder);
}

function install(folder: string): boolean {
  process.stdout.write(`Installing the packages of ${folder}: npm ci (once)\n`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) writeFileSync(copyOf(folder), lockOf(folder));
  return status === 0;
}

function lockOf(folder: string): string {
  return readFileSync(join(folder, 'package-lock.json'), 'utf8');
}

/** The lock that is installed. Written last, so an interrupted installation is repeated. */
function copyOf(folder: string): string {
  return join(folder, 'node_modules', '.installed-lock.json');
}

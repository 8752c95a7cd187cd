/**
 * The program as docs/operating.md installs it: its tarball in an empty folder, outside of the
 * checkout, and both commands on the path. All test files of a run share one installation.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** Where the global setup puts the path for the test files. */
const variable = 'INSTALLED_GATEWAY';

/** What the folder is in docs/operating.md, and where the commands are. */
export const pageFolder = '/opt/identity-gateway';

/** Packs and installs the built program, which needs no other package. */
export function install(): void {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  process.env[variable] = folder;
  const packages = join(folder, 'releases/one/node_modules');
  const current = join(packages, '@identity-gateway/server');
  mkdirSync(current, { recursive: true });
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  const tarball = execFileSync('npm', pack, { encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', current, '--strip-components=1']);
  symlinkSync(current, join(folder, 'current'));
  mkdirSync(join(folder, 'bin'));
  symlinkSync(process.execPath, join(folder, 'bin/node'));
  const commands: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).bin;
  for (const [name, path] of Object.entries(commands)) {
    execFileSync('chmod', ['+x', join(current, path)]);
    symlinkSync(join(folder, 'current', path), join(folder, 'bin', name));
  }
}

/** Removes the installation of this run. */
export function uninstall(): void {
  const folder = process.env[variable];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** The folder that `/opt/identity-gateway` stands for, without its data and configuration. */
export function installation(): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error('jest.config.js installs only for direct importers.');
  return folder;
}

/**
 * The environment of an operator's shell: both commands and a Node on the path, nothing of the
 * checkout, and no registry of packages.
 */
export function operatorEnv(home: string): Record<string, string> {
  const checkout = resolve('.');
  const others = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((path) => !path.startsWith(checkout));
  return {
    PATH: [join(installation(), 'bin'), ...others].join(delimiter),
    HOME: home,
    TMPDIR: tmpdir(),
    npm_config_offline: 'true',
  };
}

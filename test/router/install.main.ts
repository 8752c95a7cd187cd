/** Brings the router of `examples/routers/hive` from npm into its own folder, unless it is there: 500 MB, no business of `npm ci`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'examples/routers/hive';

/** Written last, so that it tells of an installation that ended well, and of which lock. */
const installed = join(folder, 'node_modules', '.installed-lock.json');
const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');

if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  process.stdout.write(`Installing the router into ${folder}: npm ci (once, about a minute)\n`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) writeFileSync(installed, lock);
  else process.exitCode = 1;
}

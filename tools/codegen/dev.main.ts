/**
 * One run of `npm run dev`: builds, then starts the gateway in this process. Node's watch mode
 * starts the next run when a source changes. After a failed build it waits for the next change.
 */
import { spawnSync } from 'node:child_process';

const build = spawnSync('npm', ['run', '-s', 'prestart'], { stdio: 'inherit' });
process.argv.splice(2, Infinity, 'sandbox', '--demo');
if (build.status === 0) await import(new URL('../../dist/main.js', import.meta.url).href);
else process.exitCode = 1;

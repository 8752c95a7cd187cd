/** Builds once before the tests that start the built gateway. */
import { spawnSync } from 'node:child_process';

/** Runs `npm run build` if a source is newer than the build. A failed build ends the test run. */
export default function buildOnce(): void {
  const build = spawnSync('npm', ['run', '-s', 'prestart'], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('The build failed; see above.');
}

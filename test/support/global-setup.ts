/** Builds once before the tests, for those that start the gateway as its users do. */
import { spawnSync } from 'node:child_process';

/** Runs `npm run build`; a build that fails ends the run. */
export default function buildOnce(): void {
  const build = spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('The build failed; see above.');
}

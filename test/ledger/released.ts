/** The gateway of the last released version, built from the history of this repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Returns the folder of the built gateway. Building it takes a minute, and npm's registry. */
export function releasedGateway(): string {
  const commit = releasedCommit();
  const folder = resolve('node_modules/.cache/identity-gateway/released', commit);
  const done = join(folder, 'dist/.done');
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  run('sh', ['-c', `git archive ${commit} | tar -x -C "${folder}"`]);
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
  // Until 0.3.0 the configuration of the build was at the root.
  const isInSrc = existsSync(join(folder, 'src/tsconfig.json'));
  run('npx', ['tsc', '-p', isInSrc ? 'src' : 'tsconfig.build.json'], folder);
  writeFileSync(done, '');
  return folder;
}

/** The newest commit with the schema of a released version, the last one first. */
function releasedCommit(): string {
  const commits = run('git', ['log', '--format=%h', '--', 'schema/schema.graphql']).split('\n');
  for (const file of globSync('schema/released/*/schema.graphql').sort().toReversed()) {
    const schema = run('git', ['hash-object', file]);
    const found = commits.find(
      (commit) => run('git', ['rev-parse', `${commit}:schema/schema.graphql`]) === schema,
    );
    if (found !== undefined) return found;
  }
  throw new Error('This clone has no commit of a released version; get its whole history.');
}

function run(command: string, args: readonly string[], cwd = '.'): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

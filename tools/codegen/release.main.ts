/**
 * `npm run release`: checks the checkout, builds, packs every package, lists what is in it, and
 * publishes. `-- --dry-run` does all but publish; `--no-image` leaves the image out. See
 * docs/releasing.md.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { releaseProblems, versionOf } from './release-checks.ts';

const { values: options } = parseArgs({
  options: { 'dry-run': { type: 'boolean' }, 'no-image': { type: 'boolean' } },
});
const isDryRun = options['dry-run'] === true;
const folder = 'release';
const packages = ['.', ...globSync('packages/*')];
const version = versionOf(read('package.json'));
const image = `identity-gateway:${version}`;

const problems = releaseProblems({
  manifests: Object.fromEntries(
    [
      'package.json',
      'package-lock.json',
      'web/package.json',
      ...globSync('packages/*/package.json'),
    ].map((file) => [file, read(file)]),
  ),
  chart: read('deploy/helm/Chart.yaml'),
  dockerfile: read('Dockerfile'),
  changelog: read('CHANGELOG.md'),
  released: globSync('schema/released/*').map((path) => basename(path)),
  status: run('git', ['status', '--porcelain']),
  tags: run('git', ['tag']).split('\n'),
});
for (const problem of problems) print(`problem: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
// A dry run shows the packages all the same.
if (problems.length === 0 || isDryRun) release();

function release(): void {
  mkdirSync(folder, { recursive: true });
  run('npm', ['run', '-s', 'prestart']);
  const tarballs = packages.map(pack);
  copyFileSync('dist/sbom.cdx.json', `${folder}/sbom.cdx.json`);
  print(`sbom: ${folder}/sbom.cdx.json`);
  print(buildImage() ? `image: ${image}` : 'image: not built');
  for (const file of tarballs) {
    const publish = ['publish', file, '--provenance', '--access', 'public'];
    if (isDryRun) print(`would run: npm ${publish.join(' ')}`);
    else run('npm', publish);
  }
  const tag = ['tag', '--annotate', `v${version}`, '--message', version];
  if (isDryRun) print(`would run: git ${tag.join(' ')}`);
  else run('git', tag);
}

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly size: number;
  readonly files: readonly unknown[];
}

/** Packs a package and prints what it is. Returns the path of the tarball. */
function pack(place: string): string {
  const path = place === '.' ? '.' : `./${place}`;
  const args = ['pack', path, '--json', '--ignore-scripts', '--pack-destination', folder];
  const output = run('npm', args);
  const [packed]: readonly Packed[] = JSON.parse(output.slice(output.indexOf('[')));
  if (packed === undefined) throw new Error(`npm packed nothing in ${place}.`);
  const { name, filename, files, size } = packed;
  print(`package: ${name} ${filename}, ${files.length} files, ${size} bytes`);
  return `${folder}/${filename}`;
}

/** Returns whether the image is built. A dry run goes on without it. */
function buildImage(): boolean {
  if (options['no-image'] === true || !hasBuildah()) return false;
  try {
    run('buildah', ['bud', '--build-arg', `VERSION=${version}`, '-t', image, '.']);
    return true;
  } catch (error) {
    if (!isDryRun || !(error instanceof Error)) throw error;
    print(`problem: ${error.message}`);
    process.exitCode = 1;
    return false;
  }
}

function hasBuildah(): boolean {
  return spawnSync('buildah', ['--version']).status === 0;
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Returns the output of a command. Throws if it fails. */
function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return stdout.trim();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

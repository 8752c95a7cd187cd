/** The package as users get it: packed by npm and installed in an empty project. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/** An empty project with the package installed. */
export interface Project {
  readonly folder: string;
  /** The paths of the files in the tarball. */
  readonly files: readonly string[];
  /** The tarball. */
  readonly tarball: string;
  /** Runs a command in the project. Rejects if it fails. */
  run(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
  /** Returns the compiler's errors as `line code`, with strict options. */
  compile(source: string, options: readonly string[]): Promise<string[]>;
  remove(): Promise<void>;
}

/**
 * Packs a built package of this checkout and installs the tarball, if possible from npm's cache.
 */
export async function openProject(packageFolder = '.'): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  const { stdout } = await runFile('npm', [
    'pack',
    resolve(packageFolder),
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    folder,
  ]);
  const [packed]: Packed[] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  if (packed === undefined) throw new Error('npm pack told of no tarball.');
  const run: Project['run'] = async (command, args, env = {}) => {
    const options = { cwd: folder, env: { ...process.env, ...env } };
    return (await runFile(command, args, options)).stdout;
  };
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run('npm', [
    'install',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    packed.filename,
  ]);
  return {
    folder,
    files: packed.files.map(({ path }) => path),
    tarball: join(folder, packed.filename),
    run,
    compile: async (source, options) => {
      await writeFile(join(folder, 'source.ts'), source);
      return compilerSays(folder, options);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

async function compilerSays(folder: string, options: readonly string[]): Promise<string[]> {
  const strict = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022'];
  const tsc = resolve('node_modules/.bin/tsc');
  const output = await new Promise<string>((done) => {
    execFile(tsc, [...strict, ...options, 'source.ts'], { cwd: folder }, (_error, stdout) =>
      done(stdout),
    );
  });
  // Errors in the package's declarations show the file, errors in the source the line.
  return output
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '))
    .map((line) => line.replace(/^source\.ts\((\d+),\d+\): error (TS\d+):.*$/, '$1 $2'));
}

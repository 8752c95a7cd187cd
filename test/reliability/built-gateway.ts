/** The gateway as it is shipped: compiled, in a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { until } from './am-traffic.ts';

const root = resolve(import.meta.dirname, '../..');

/** A compiled gateway in a folder of its own. */
export interface Build {
  /** The process's working directory, where it looks for `.env`. */
  readonly folder: string;
  start(env: Readonly<Record<string, string>>): GatewayProcess;
  writeDotenv(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** One process. */
export interface GatewayProcess {
  output(): string;
  errors(): string;
  /** The base URL, once the banner tells it. */
  listening(): Promise<string>;
  signal(name: 'SIGTERM' | 'SIGINT'): void;
  /** The exit code, once the process has ended and all it wrote has been read. */
  exited(): Promise<number | null>;
  /** Ends it the hard way if it still runs. */
  kill(): Promise<void>;
}

/** Compiles `src` into a temporary folder; types are another command's business. */
export async function buildGateway(): Promise<Build> {
  const folder = await mkdtemp(join(tmpdir(), 'identity-gateway-'));
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'schema'])
    await symlink(join(root, name), join(folder, name));
  await promisify(execFile)(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '--project',
    join(root, 'tsconfig.build.json'),
    '--outDir',
    join(folder, 'dist'),
    '--noCheck',
    '--incremental',
    'false',
  ]);
  return {
    folder,
    start: (env) => startProcess(folder, env),
    writeDotenv: (text) => writeFile(join(folder, '.env'), text),
    remove: () => rm(folder, { recursive: true }),
  };
}

function startProcess(cwd: string, env: Readonly<Record<string, string>>): GatewayProcess {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  const closed = once(child, 'close');
  const url = (): string | undefined => /GraphQL {3}(http:\S+)\/graphql/.exec(written.output)?.[1];
  return {
    output: () => written.output,
    errors: () => written.errors,
    listening: async () => {
      await until('the gateway listens', () => url() !== undefined || child.exitCode !== null);
      return url() ?? '';
    },
    signal: (name) => child.kill(name),
    exited: async () => {
      await closed;
      return child.exitCode;
    },
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await closed;
    },
  };
}

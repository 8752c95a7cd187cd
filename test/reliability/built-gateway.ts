/** The gateway as it is shipped: compiled before the tests, in a process of its own. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './am-traffic.ts';

const program = resolve(import.meta.dirname, '../../dist/main.js');

/** A folder to run the gateway in. */
export interface Workplace {
  start(env: Readonly<Record<string, string>>): GatewayProcess;
  /** Puts a `.env` where the process looks for it. */
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

/** Makes an empty working directory. */
export async function createWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'identity-gateway-'));
  return {
    // A ledger belongs to one process, and several may run here at once.
    start: (env) =>
      startProcess(folder, {
        DATA_DIR: join(folder, `data-${randomUUID()}`),
        METRICS_PORT: 'off',
        ...env,
      }),
    writeDotenv: (text) => writeFile(join(folder, '.env'), text),
    remove: () => rm(folder, { recursive: true }),
  };
}

function startProcess(cwd: string, env: Readonly<Record<string, string>>): GatewayProcess {
  const child = spawn(process.execPath, [program], {
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

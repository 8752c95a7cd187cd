/** The gateway as it is shipped: compiled before the tests, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { metricsPort, observedProcess } from '../support/observers.ts';
import { followProcess, type GatewayProcess } from '../support/gateway-process.ts';
import { asEnvironment } from '../support/with-lists.ts';

export type { GatewayProcess };

const program = resolve(import.meta.dirname, '../../dist/main.js');

/** A folder to run the gateway in. */
export interface Workplace {
  start(env: Readonly<Record<string, string>>): GatewayProcess;
  /** Starts it with an open file for all that it writes. Without `AM_URL` with the sandbox. */
  startWritingTo(fd: number, env: Readonly<Record<string, string>>): ChildProcess;
  /** Puts a `.env` where the process looks for it. */
  writeDotenv(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes an empty working directory. */
export async function createWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'identity-gateway-'));
  // A ledger belongs to one process, and several may run here at once.
  const whole = (env: Readonly<Record<string, string>>): Record<string, string> =>
    asEnvironment({
      DATA_DIR: join(folder, `data-${randomUUID()}`),
      METRICS_PORT: metricsPort(),
      NODE_ENV: 'development',
      ...env,
    });
  return {
    start: (env) => startProcess(folder, whole(env)),
    startWritingTo: (fd, env) =>
      spawn(process.execPath, argumentsOf(env), {
        cwd: folder,
        env: whole(env),
        stdio: ['ignore', fd, fd],
      }),
    writeDotenv: (text) => writeFile(join(folder, '.env'), text),
    remove: () => rm(folder, { recursive: true }),
  };
}

function argumentsOf(env: Readonly<Record<string, string>>): string[] {
  return 'AM_URL' in env ? [program] : [program, 'sandbox'];
}

function startProcess(cwd: string, env: Readonly<Record<string, string>>): GatewayProcess {
  return observedProcess(
    followProcess(
      spawn(process.execPath, argumentsOf(env), {
        cwd,
        env: { ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    ),
  );
}

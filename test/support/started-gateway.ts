/** The gateway in its own process, as users start it, on free ports. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { asEnvironment } from './with-lists.ts';

/** A running gateway with its sandbox. */
export interface StartedGateway {
  readonly port: number;
  readonly sandboxPort: number;
  /** The output so far. */
  readonly output: () => string;
  /** Milliseconds from the start of the process to its first lines. */
  readonly startMs: number;
  /** Sends SIGTERM to the started process, but not to its child processes. */
  terminate(): void;
  /** The exit code of the started process, after all processes that could print have ended. */
  ended(): Promise<number | null>;
  stop(): Promise<void>;
}

/** The command and its folder. */
export interface StartCommand {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** The text that it prints when it serves. Default: the gateway's address. */
  readonly says?: string;
}

/** `npm start` in the checkout. */
export function npmStart(env: Readonly<Record<string, string>> = {}): Promise<StartedGateway> {
  return start({ command: 'npm', args: ['-s', 'start'] }, env);
}

/** Starts it and waits until it prints its address. */
export async function start(
  { command, args = [], cwd = '.', says = '/graphql' }: StartCommand,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedGateway> {
  const port = Number(env['PORT'] ?? (await freePort()));
  const sandboxPort = Number(env['SANDBOX_PORT'] ?? (await freePort()));
  // Each process needs its own ledger, and several may run at once.
  const data = await mkdtemp(join(tmpdir(), 'gateway-data-'));
  const started = Date.now();
  const child = spawn(command, args, {
    cwd,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LOG_LEVEL: 'warn',
      PORT: `${port}`,
      SANDBOX_PORT: `${sandboxPort}`,
      DATA_DIR: data,
      METRICS_PORT: 'off',
      ...asEnvironment(env),
    },
    detached: true, // a group of its own, so that stopping it reaches node behind npm
  });
  let text = '';
  const exit = once(child, 'exit');
  const close = once(child, 'close');
  const told = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(says)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}: ${text}`)));
  });
  await told;
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await exit;
    await rm(data, { recursive: true, force: true });
  };
  return {
    port,
    sandboxPort,
    output: () => text,
    startMs: Date.now() - started,
    terminate: () => void child.kill('SIGTERM'),
    ended: async () => {
      await close;
      return child.exitCode;
    },
    stop,
  };
}

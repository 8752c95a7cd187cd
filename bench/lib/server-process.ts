/** Starts servers as processes, waits until they listen, and stops them. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, isOpen } from './free-port.ts';
import { openLogPipe } from './log-pipe.ts';
import { places } from './places.ts';
import { BenchError } from './say.ts';

/** The command of a server. */
export interface ServerCommand {
  /** Used in messages and file names. */
  readonly name: string;
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  /** The complete environment: the caller's own must not change a figure. */
  readonly env: (port: number) => Readonly<Record<string, string>>;
  /** The folder for the file with its error output. */
  readonly folder: string;
}

/** A running server. */
export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  /** Sends SIGTERM. Resolves to the exit code, or to null if the process had to be killed. */
  stop(): Promise<number | null>;
}

const startLimitMs = 30_000;
const stopLimitMs = 12_000;
const running = new Set<ServerProcess>();

/** Starts a server and waits until it listens. */
export async function startServer(wanted: ServerCommand): Promise<ServerProcess> {
  const port = await freePort();
  const errorFile = join(wanted.folder, `${wanted.name}.err`);
  const errors = openSync(errorFile, 'w');
  const log = openLogPipe(wanted.folder, wanted.name);
  const child = spawn(wanted.command, wanted.args(port), {
    cwd: places.root,
    env: wanted.env(port),
    stdio: ['ignore', log.writeEnd, errors],
  });
  closeSync(errors);
  log.release();
  const server: ServerProcess = {
    name: wanted.name,
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      running.delete(server);
      const code = await end(child);
      await log.close();
      return code;
    },
  };
  running.add(server);
  await waitUntilOpen(child, port, () => `${wanted.name}: ${readFileSync(errorFile, 'utf8')}`);
  return server;
}

/** Stops all servers that this process has started. */
export async function stopServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()));
}

async function waitUntilOpen(
  child: ChildProcess,
  port: number,
  trouble: () => string,
): Promise<void> {
  let failed = false;
  child.once('error', () => (failed = true));
  child.once('exit', () => (failed = true));
  const until = performance.now() + startLimitMs;
  while (performance.now() < until) {
    if (failed) throw new BenchError(`A server exited during its start. ${trouble()}`);
    if (await isOpen(port)) return;
    await sleep(20);
  }
  throw new BenchError(`A server did not listen within ${startLimitMs / 1000} s. ${trouble()}`);
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return child.exitCode;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(timer);
  return child.exitCode;
}

/** Programs of this repository as processes of their own, run from their sources. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** A process that runs or has run. */
export interface RunningProcess {
  readonly output: () => string;
  readonly errors: () => string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
  /** Its exit code, once it has ended and all that it wrote is read. */
  ended(): Promise<number | null>;
}

/** Starts a program. */
export function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningProcess {
  const child = spawn(process.execPath, [resolve(program), ...args], {
    env: { NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  const closed = once(child, 'close');
  return {
    output: () => written.output,
    errors: () => written.errors,
    kill: (signal) => child.kill(signal),
    ended: async () => {
      await closed;
      return child.exitCode;
    },
  };
}

/** Waits until something holds. */
export async function until(holds: () => boolean, limitMs = 40_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 2));
  }
}

/** Runs a command in the background, and stops it with its child processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A running command. */
export interface Background {
  readonly output: () => string;
  /** Sends SIGTERM to all its processes, and returns the exit code. */
  stop(): Promise<number | null>;
}

/** The command, and the text that it prints when it is ready. */
export interface BackgroundCommand {
  readonly script: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ready: string;
}

/** Starts a command and waits until it is ready. */
export async function startInBackground(command: BackgroundCommand): Promise<Background> {
  const { script, folder, env, ready } = command;
  // Its own process group, so that stopping it also stops the processes behind npm.
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env,
    detached: true,
  });
  let text = '';
  const exit = once(child, 'exit');
  const told = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(ready)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}: ${text}`)));
  });
  const stop = async (): Promise<number | null> => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await exit;
    return child.exitCode;
  };
  await told;
  return { output: () => text, stop };
}

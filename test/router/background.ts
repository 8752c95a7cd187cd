/** A command that goes on running: started, waited for, stopped with everything that it has started. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A command that runs. */
export interface Background {
  readonly output: () => string;
  stop(): Promise<void>;
}

/** What is started, and the text by which it says that it is ready. */
export interface BackgroundCommand {
  readonly script: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ready: string;
}

/** Starts it and waits until it is ready. */
export async function startInBackground(command: BackgroundCommand): Promise<Background> {
  const { script, folder, env, ready } = command;
  // A group of its own, so that stopping it reaches what stands behind npm.
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
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await exit;
  };
  await told;
  return { output: () => text, stop };
}

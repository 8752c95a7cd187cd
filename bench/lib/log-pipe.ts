/** A pipe for a server's log that another process empties, as under a container runtime. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** A pipe whose reader discards the data. Writing costs what it costs in production. */
export interface LogPipe {
  readonly writeEnd: number;
  /** Closes this process's copy of the write end, after the server has inherited its own. */
  release(): void;
  /** Waits for the reader, which ends after the last writer. */
  close(): Promise<void>;
}

/** Opens a named pipe that `cat` reads. */
export function openLogPipe(folder: string, name: string): LogPipe {
  const path = join(folder, `${name}.log`);
  execFileSync('mkfifo', [path]);
  const reader = spawn('cat', [path], { stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = once(reader, 'exit');
  const writeEnd = openSync(path, 'w'); // blocks until the reader has opened it
  return {
    writeEnd,
    release: () => closeSync(writeEnd),
    close: async () => {
      await ended;
    },
  };
}

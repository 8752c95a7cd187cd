/** Where a server's log goes: into a pipe that another process empties, as under a container runtime. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** A pipe whose other end is read and forgotten; writing to it costs what it costs in production. */
export interface LogPipe {
  readonly writeEnd: number;
  /** Gives up this process's copy of the write end, once the server has its own. */
  release(): void;
  /** Waits for the reader, which ends when the last writer has. */
  close(): Promise<void>;
}

/** Opens a named pipe with `cat` at its other end. */
export function openLogPipe(folder: string, name: string): LogPipe {
  const path = join(folder, `${name}.log`);
  execFileSync('mkfifo', [path]);
  const reader = spawn('cat', [path], { stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = once(reader, 'exit');
  const writeEnd = openSync(path, 'w'); // waits for the reader
  return {
    writeEnd,
    release: () => closeSync(writeEnd),
    close: async () => {
      await ended;
    },
  };
}

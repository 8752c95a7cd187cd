import { constants } from 'node:fs';
import { mkdtemp, open, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SinkProblem, sinkProblemOf, type AuditSink } from './audit-sink.ts';

const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDWR } = constants;

/**
 * A file, one event in each line. Lines are on the disk before `write` resolves. If the file was
 * renamed or removed, as logrotate does, the next line starts a new one; no signal is needed.
 */
export class FileSink implements AuditSink {
  readonly #path: string;
  #file: FileHandle | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async write(lines: readonly string[]): Promise<void> {
    await this.rest();
    this.#file ??= await openWhole(this.#path);
    try {
      await this.#file.appendFile(lines.map((line) => `${line}\n`).join(''));
      await this.#file.datasync();
    } catch (error) {
      // A part may have been written: opening the file again ends its last line.
      await this.close();
      throw error;
    }
  }

  /** Closes a file that is no longer at its path. */
  async rest(): Promise<void> {
    if (this.#file === undefined) return;
    const [opened, found] = await Promise.all([
      this.#file.stat({ bigint: true }),
      stat(this.#path, { bigint: true }).catch(() => undefined),
    ]);
    if (found?.ino !== opened.ino || found.dev !== opened.dev) await this.close();
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

/** Opens a file to append to. Ends its last line, which a crash may have cut off. */
async function openWhole(path: string): Promise<FileHandle> {
  // Without O_NONBLOCK, opening a named pipe would wait for its reader.
  const file = await open(path, O_APPEND | O_CREAT | O_NONBLOCK | O_RDWR, 0o600);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new SinkProblem('NOT_A_FILE');
    if (stats.size > 0) {
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, stats.size - 1);
      if (buffer.toString() !== '\n') await file.appendFile('\n');
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Finds out whether a file can be appended to or created. Writes nothing. */
export async function tryFile(path: string): Promise<void> {
  try {
    const file = await open(path, O_APPEND | O_NONBLOCK | O_RDWR);
    const isFile = (await file.stat()).isFile();
    await file.close();
    if (!isFile) throw new SinkProblem('NOT_A_FILE');
  } catch (error) {
    if (sinkProblemOf(error) !== 'ENOENT') throw error;
    await rmdir(await mkdtemp(join(dirname(path), '.identity-gateway-')));
  }
}

import { write, writeSync } from 'node:fs';

/** A batch of lines is written at this many characters, or after this time. */
const batchCharacters = 8_192;
const flushMs = 200;

/** The maximum number of buffered characters; about twice that in bytes. */
const maxCharacters = 1_048_576;

/**
 * Writes log lines to an open file in the background. If a pipe is blocked or a disk is full, lines
 * that exceed the buffer are dropped and counted, and the others are written later. pino's own
 * destination would wait forever for a blocked target when the process ends.
 */
export class LogTarget {
  /** Called when writing works again after lines were dropped, with their number. */
  onRecovery: (dropped: number) => void = () => undefined;
  readonly #fd: number;
  readonly #timer: NodeJS.Timeout;
  /** Complete lines that no batch contains yet. */
  #waiting = '';
  /** The rest of the batch that is being written. */
  #batch: Buffer = Buffer.alloc(0);
  /** Called when the batch that is being written, or the next one, was written. */
  #ofBatch: (() => void)[] = [];
  #ofNext: (() => void)[] = [];
  #isWriting = false;
  #dropped = 0;
  #unreported = 0;

  constructor(fd: number) {
    this.#fd = fd;
    this.#timer = setInterval(() => this.#flush(), flushMs).unref();
  }

  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    if (this.#waiting.length + line.length > maxCharacters) {
      this.#dropped += 1;
      this.#unreported += 1;
      return;
    }
    this.#waiting += line;
    if (this.#waiting.length >= batchCharacters) this.#flush();
  }

  /**
   * Writes whole lines that must not be lost, and resolves when the target has accepted them.
   * @throws RangeError if the buffer is full
   */
  append(lines: string): Promise<void> {
    if (this.#waiting.length + lines.length > maxCharacters)
      return Promise.reject(new RangeError('The target of the log accepts no more.'));
    this.#waiting += lines;
    return new Promise((resolve) => {
      this.#ofNext.push(resolve);
      this.#flush();
    });
  }

  /** Writes as much of the buffer as the target accepts at once. For the end of the process. */
  endSync(): void {
    clearInterval(this.#timer);
    try {
      if (!this.#isWriting) writeWhole(this.#fd, this.#batch);
      writeWhole(this.#fd, Buffer.from(this.#waiting));
    } catch {
      // The error cannot be reported anywhere.
    }
    this.#waiting = '';
    this.#batch = Buffer.alloc(0);
  }

  #flush(): void {
    if (this.#isWriting) return;
    if (this.#batch.length === 0) {
      if (this.#waiting === '') return;
      this.#batch = Buffer.from(this.#waiting);
      this.#waiting = '';
      this.#ofBatch = this.#ofNext.splice(0);
    }
    this.#isWriting = true;
    write(this.#fd, this.#batch, (error, written) => {
      this.#isWriting = false;
      // After an error, the next tick of the timer writes the same bytes again.
      if (error === null) this.#wrote(written);
    });
  }

  #wrote(bytes: number): void {
    this.#batch = this.#batch.subarray(bytes);
    const dropped = this.#unreported;
    if (dropped > 0) {
      this.#unreported = 0;
      this.onRecovery(dropped);
    }
    if (this.#batch.length === 0) for (const done of this.#ofBatch.splice(0)) done();
    if (
      this.#batch.length > 0 ||
      this.#ofNext.length > 0 ||
      this.#waiting.length >= batchCharacters
    )
      this.#flush();
  }
}

function writeWhole(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += writeSync(fd, bytes, at));
}

/** Standard output of this process, flushed when the process ends. */
export function standardOutput(): LogTarget {
  // Reading `process.stdout` makes a pipe or socket non-blocking, so that no write hangs.
  const target = new LogTarget(process.stdout.fd);
  process.on('exit', () => target.endSync());
  return target;
}

import { write, writeSync } from 'node:fs';

/** Lines are written together: at this many characters, or after this time. */
const batchCharacters = 8_192;
const flushMs = 200;

/** The most characters that wait for a target that does not take them; about twice that in memory. */
const maxCharacters = 1_048_576;

/**
 * Where log lines go: standard output, or any other open file. Lines are buffered and written in the background. A
 * target that is blocked or full (a pipe that nobody reads, a full disk) neither stops the process nor makes it grow:
 * lines that find no place are dropped and counted, and what is kept is written once the target takes it again.
 * pino's own destination waits for such a target for ever when the process ends.
 */
export class LogTarget {
  /** Called when lines are taken again after some were dropped, with their number. */
  onRecovery: (dropped: number) => void = () => undefined;
  readonly #fd: number;
  readonly #timer: NodeJS.Timeout;
  /** Whole lines that wait. */
  #waiting = '';
  /** What is being written, or was written in part. */
  #batch: Buffer = Buffer.alloc(0);
  #isWriting = false;
  #dropped = 0;
  #untold = 0;

  constructor(fd: number) {
    this.#fd = fd;
    this.#timer = setInterval(() => this.#flush(), flushMs).unref();
  }

  /** How many lines were dropped so far. */
  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    if (this.#waiting.length + line.length > maxCharacters) {
      this.#dropped += 1;
      this.#untold += 1;
      return;
    }
    this.#waiting += line;
    if (this.#waiting.length >= batchCharacters) this.#flush();
  }

  /** Writes what waits as far as the target takes it at once; for the end of the process. */
  endSync(): void {
    clearInterval(this.#timer);
    try {
      if (!this.#isWriting) writeWhole(this.#fd, this.#batch);
      writeWhole(this.#fd, Buffer.from(this.#waiting));
    } catch {
      // Nobody is left who could be told.
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
    }
    this.#isWriting = true;
    write(this.#fd, this.#batch, (error, written) => {
      this.#isWriting = false;
      // After an error the same bytes are tried again at the next tick of the timer.
      if (error === null) this.#wrote(written);
    });
  }

  #wrote(bytes: number): void {
    this.#batch = this.#batch.subarray(bytes);
    const dropped = this.#untold;
    if (dropped > 0) {
      this.#untold = 0;
      this.onRecovery(dropped);
    }
    if (this.#batch.length > 0 || this.#waiting.length >= batchCharacters) this.#flush();
  }
}

function writeWhole(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += writeSync(fd, bytes, at));
}

/** Standard output of this process, flushed when the process ends. */
export function standardOutput(): LogTarget {
  // Reading `process.stdout` makes a pipe or socket non-blocking, so that no thread hangs in a write to it.
  const target = new LogTarget(process.stdout.fd);
  process.on('exit', () => target.endSync());
  return target;
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parsed, type Reader } from '../../domain/values/json.ts';

/** A file without writes for this long belongs to a process that has ended. */
const abandonedMs = 60_000;

/** The end of the name of a file that was moved aside because it is damaged. */
const damaged = '.bad';

/** Whether a file of a spool was moved aside because it is damaged. */
export function isBad(name: string): boolean {
  return name.endsWith(damaged);
}

/** What a spool needs besides its folder. */
interface SpoolParts<Entry> {
  readonly now: () => number;
  readonly read: Reader<Entry>;
  readonly warn: (message: string) => void;
}

/**
 * Entries on disk, as lines of JSON in files of one folder. Each process has its own files, and
 * takes over those of processes that have ended.
 */
export class Spool<Entry> {
  readonly #folder: string;
  readonly #parts: SpoolParts<Entry>;
  /** Part of the names of this process's files. */
  readonly #owner = randomUUID();
  /** Damaged files that could not be moved aside: they are reported once. */
  readonly #stuck = new Set<string>();
  #current: string | undefined;
  #fileCount = 0;
  #appending: Promise<unknown> = Promise.resolve();
  #draining: Promise<void> | undefined;

  constructor(folder: string, parts: SpoolParts<Entry>) {
    this.#folder = folder;
    this.#parts = parts;
  }

  /** Writes an entry; resolves when it is on disk. */
  append(entry: Entry): Promise<void> {
    const appended = this.#appending.then(() => this.#write(`${JSON.stringify(entry)}\n`));
    // After a partly written line a new file starts.
    this.#appending = appended.catch(() => (this.#current = undefined));
    return appended;
  }

  /** The size of all files to deliver, in bytes, including those of other processes. */
  async bytes(): Promise<number> {
    const sizes = (await this.#files()).map((name) =>
      stat(join(this.#folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /** The number of damaged files that wait for an operator. */
  async damagedFiles(): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => isBad(name) || this.#stuck.has(name)).length;
  }

  /**
   * Delivers all entries, oldest first. Rejects with the first delivery that rejects; the next call
   * continues there, and may repeat some deliveries. What cannot be read is moved aside, so that
   * the rest is delivered.
   */
  drain(deliver: (entry: Entry) => Promise<unknown>): Promise<void> {
    this.#draining ??= this.#drain(deliver).finally(() => (this.#draining = undefined));
    return this.#draining;
  }

  async #write(line: string): Promise<void> {
    if (this.#current === undefined) {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const name = `outcomes-${this.#parts.now()}-${this.#owner}-${this.#fileCount}.jsonl`;
      this.#current = join(this.#folder, name);
      this.#fileCount += 1;
    }
    const file = await open(this.#current, 'a', 0o600);
    try {
      await file.appendFile(line);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(this.#folder);
  }

  async #drain(deliver: (entry: Entry) => Promise<unknown>): Promise<void> {
    await this.#appending;
    // New entries go to another file and do not wait for the deliveries.
    this.#current = undefined;
    for (const name of await this.#ownFiles()) {
      const path = join(this.#folder, name);
      const { entries, isDamaged } = await this.#entriesOf(path);
      for (const entry of entries) await deliver(entry);
      if (isDamaged) await this.#moveAside(path);
      else await unlink(path);
    }
  }

  /** Omits what follows the last line break: a crash cut it off, so it was never acknowledged. */
  async #entriesOf(path: string): Promise<{ entries: Entry[]; isDamaged: boolean }> {
    const entries: Entry[] = [];
    try {
      const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
      let isDamaged = false;
      for (const line of lines) {
        try {
          entries.push(this.#parts.read(parsed(line)));
        } catch {
          isDamaged = true;
        }
      }
      return { entries, isDamaged };
    } catch {
      return { entries, isDamaged: true };
    }
  }

  async #moveAside(path: string): Promise<void> {
    const name = basename(path);
    const isMoved = await rename(path, `${path}${damaged}`).then(
      () => true,
      () => false,
    );
    if (!isMoved && this.#stuck.has(name)) return;
    if (!isMoved) this.#stuck.add(name);
    this.#parts.warn(
      `The spooled file ${name}${isMoved ? damaged : ''} cannot be read, at least in part. What can be read of it is recorded.`,
    );
  }

  async #files(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => name.startsWith('outcomes-') && !isBad(name));
  }

  /** The files of this process, oldest first, including those that it takes over now. */
  async #ownFiles(): Promise<string[]> {
    const own: string[] = [];
    for (const name of await this.#files()) {
      const taken = name.includes(this.#owner) ? name : await this.#takeOver(name);
      if (taken !== undefined) own.push(taken);
    }
    return own.sort();
  }

  /** If two processes want the same file, the first rename wins. */
  async #takeOver(name: string): Promise<string | undefined> {
    const path = join(this.#folder, name);
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs < abandonedMs) return undefined;
      const taken = name.replace(/^(outcomes-\d+)-.*/, `$1-${this.#owner}-${randomUUID()}.jsonl`);
      await rename(path, join(this.#folder, taken));
      return taken;
    } catch {
      return undefined;
    }
  }
}

/** A new file's name is on disk only once its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

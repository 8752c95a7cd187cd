/** Outcomes that could not be recorded, on disk until they can be: a line of JSON each, in files of one folder. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that nobody has written to for so long is left over from a process that ended. */
const abandonedMs = 60_000;

/** One process's share of the folder. Files of processes that have ended are taken over. */
export class Spool<Entry> {
  readonly #folder: string;
  readonly #now: () => number;
  /** In the name of every file that is this process's. */
  readonly #owner = randomUUID();
  #current: string | undefined;
  #files = 0;
  #appending: Promise<unknown> = Promise.resolve();
  #draining: Promise<void> | undefined;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** Writes an entry, and returns when it is on the disk. */
  append(entry: Entry): Promise<void> {
    const appended = this.#appending.then(() => this.#write(`${JSON.stringify(entry)}\n`));
    // A line that was written in part is the last one of its file.
    this.#appending = appended.catch(() => (this.#current = undefined));
    return appended;
  }

  /** How many bytes wait in the folder, those of other processes included. */
  async bytes(): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    const sizes = names
      .filter((name) => name.startsWith('outcomes-'))
      .map((name) =>
        stat(join(this.#folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /**
   * Delivers everything in the order in which it was written. Rejects with the first delivery that does; what is left
   * is delivered next time, and what was delivered may be delivered again.
   */
  drain(deliver: (entry: Entry) => Promise<unknown>): Promise<void> {
    this.#draining ??= this.#drain(deliver).finally(() => (this.#draining = undefined));
    return this.#draining;
  }

  async #write(line: string): Promise<void> {
    if (this.#current === undefined) {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const name = `outcomes-${this.#now()}-${this.#owner}-${this.#files}.jsonl`;
      this.#current = join(this.#folder, name);
      this.#files += 1;
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
    // What is written from now on goes to another file, and need not wait for the deliveries.
    this.#current = undefined;
    for (const name of await this.#ownFiles()) {
      const path = join(this.#folder, name);
      for (const entry of entriesOf<Entry>(await readFile(path, 'utf8'))) await deliver(entry);
      await unlink(path);
    }
  }

  /** This process's files, the oldest first, with those that it takes over now. */
  async #ownFiles(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const own: string[] = [];
    for (const name of names.filter((one) => one.startsWith('outcomes-'))) {
      const taken = name.includes(this.#owner) ? name : await this.#takeOver(name);
      if (taken !== undefined) own.push(taken);
    }
    return own.sort();
  }

  /** Renaming is what decides between two processes that want the same file. */
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

/** The last line of a process that ended while it wrote is incomplete, and was never acknowledged. */
function entriesOf<Entry>(text: string): Entry[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): Entry => JSON.parse(line));
}

/** The name of a new file is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

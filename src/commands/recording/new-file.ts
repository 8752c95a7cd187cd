import { link, lstat, open, rm } from 'node:fs/promises';
import { errorCodeOf } from '../../domain/values/failure.ts';

/** Input of the operator for which nothing is recorded. The message ends without a dot. */
export class NotRecorded extends Error {}

/** @throws NotRecorded if there is a file of this name, which is never replaced */
export async function requireNoFile(path: string): Promise<void> {
  try {
    await lstat(path);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return;
    throw notWritable(error);
  }
  throw existsAlready();
}

/**
 * Writes a whole file under a new name, for its owner only.
 * @throws NotRecorded if it cannot be written; nothing is left behind
 */
export async function writeNew(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link, and no renaming: it does not replace a file that has come meanwhile.
    await link(unfinished, path);
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') throw existsAlready();
    throw notWritable(error);
  } finally {
    await rm(unfinished, { force: true });
  }
}

function existsAlready(): NotRecorded {
  return new NotRecorded('FILE exists, and is not replaced; name another one, or remove it first');
}

function notWritable(error: unknown): NotRecorded {
  const code = errorCodeOf(error) ?? 'no code';
  return new NotRecorded(`FILE cannot be written (${code})`, { cause: error });
}

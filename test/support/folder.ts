import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A temporary folder of one test file. */
export interface Folder {
  readonly path: string;
  /** Writes a file, as JSON unless the content is text or bytes, and returns its path. */
  write(name: string, content: unknown): string;
  /** Removes all files. */
  clear(): void;
}

/** Creates a temporary folder, and removes it after the last test of the file. */
export function useFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'test-'));
  afterAll(() => rmSync(path, { recursive: true }));
  return {
    path,
    write(name, content) {
      const isRaw = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(join(path, name), isRaw ? content : JSON.stringify(content));
      return join(path, name);
    },
    clear() {
      for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
    },
  };
}

/** The PostgreSQL that was started last, for tests. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The superuser of the tests. It needs no password from this machine. */
export const superuser = 'gateway';

/** The git-ignored folder of the state and, if possible, of the server's files. */
export const stateFolder = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
  '.postgres',
);

const file = join(stateFolder, 'state.json');

/** A server that was started. */
export interface State {
  readonly url: string;
  /** The folders of its programs and its data. */
  readonly bin: string;
  readonly data: string;
}

/** Reads the server that was started last; undefined if no server was started. */
export function readState(): State | undefined {
  try {
    const state: State = JSON.parse(readFileSync(file, 'utf8'));
    return state;
  } catch {
    return undefined;
  }
}

/** Writes the started server. */
export function writeState(state: State): void {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`);
}

/** Deletes the state. */
export function forgetState(): void {
  rmSync(file, { force: true });
}

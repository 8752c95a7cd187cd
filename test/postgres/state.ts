/** Which PostgreSQL was started last: what tests read to find it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name that the tests connect by; it may do everything, and needs no password from this machine. */
export const superuser = 'gateway';

/** Where the state is, and where it can be the files of the server: git-ignored. */
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
  /** The folder of its programs, and the one of its data. */
  readonly bin: string;
  readonly data: string;
}

/** Reads which server was started last; undefined when there is none. */
export function readState(): State | undefined {
  try {
    const state: State = JSON.parse(readFileSync(file, 'utf8'));
    return state;
  } catch {
    return undefined;
  }
}

/** Remembers which server was started. */
export function writeState(state: State): void {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`);
}

/** Forgets it. */
export function forgetState(): void {
  rmSync(file, { force: true });
}

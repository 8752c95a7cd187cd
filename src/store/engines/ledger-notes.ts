/** The notes in `DATA_DIR` that say where its ledger is: no start uses another by mistake. */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerRefused } from '../tables/ledger-refused.ts';

const notes = {
  here: {
    name: 'ledger-is-here.txt',
    text: `This folder holds the ledger "ledger.db". If that file is lost or empty, the gateway does not start:
restore the file from its backup. To start a new ledger instead, delete this note.
`,
  },
  elsewhere: {
    name: 'ledger-is-elsewhere.txt',
    text: `The ledger of this gateway is in PostgreSQL (DATABASE_URL). Without DATABASE_URL the gateway does not start here.
To start a new ledger in this folder instead, delete this note.
`,
  },
  moved: {
    name: 'ledger-was-moved.txt',
    text: `The ledger of this folder was moved to PostgreSQL. "ledger.db" is what it was then: a backup.
The gateway does not start on it. Keep the note as long as the file.
`,
  },
} as const;

/** The file of the ledger in a folder. */
export function fileOf(folder: string): string {
  return join(folder, 'ledger.db');
}

/** Notes in an existing folder where its ledger is, once the ledger has its tables. */
export function noteLedger(folder: string, place: keyof typeof notes): void {
  const note = join(folder, notes[place].name);
  if (!existsSync(folder) || existsSync(note)) return;
  writeFileSync(note, notes[place].text, { mode: 0o600 });
}

/** Notes, in one step, that the ledger of a folder is now in PostgreSQL and no longer here. */
export function noteMove(folder: string): void {
  const [here, moved] = [join(folder, notes.here.name), join(folder, notes.moved.name)];
  if (existsSync(here)) renameSync(here, moved);
  writeFileSync(moved, notes.moved.text, { mode: 0o600 });
}

/** @throws LedgerRefused if a folder without a ledger, or with an empty one, held one before */
export function requireNoLostLedger(folder: string): void {
  const note = join(folder, notes.here.name);
  if (!existsSync(note)) return;
  throw new LedgerRefused(
    `The ledger ${fileOf(folder)} is lost or empty. Restore it from its backup. To start a new ledger, delete ${note}.`,
  );
}

/** @throws LedgerRefused if a folder notes that its ledger is in the other engine */
export function requireNotedLedger(folder: string, engine: 'SQLite' | 'PostgreSQL'): void {
  const moved = join(folder, notes.moved.name);
  if (engine === 'SQLite' && existsSync(moved))
    throw new LedgerRefused(
      `DATABASE_URL: missing; the ledger of ${folder} was moved to PostgreSQL, and ${fileOf(folder)} lacks what was recorded since. Give the options of the gateway, as by --env FILE. To read the old file, copy it to another folder.`,
    );
  const note = join(folder, notes[engine === 'SQLite' ? 'elsewhere' : 'here'].name);
  if (!existsSync(note)) return;
  throw new LedgerRefused(
    engine === 'SQLite'
      ? `DATABASE_URL: missing; the ledger of ${folder} is in PostgreSQL. Give the options of the gateway, as by --env FILE. To start a new ledger in this folder, delete ${note}.`
      : `DATABASE_URL: the ledger of this gateway is ${fileOf(folder)}, with its history and limits. Remove DATABASE_URL. To go on with another ledger in PostgreSQL, delete ${note}.`,
  );
}

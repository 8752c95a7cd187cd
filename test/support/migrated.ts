/** Empty ledgers to copy: creating the tables takes ten times as long as copying them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../../src/store/store.ts';

let empty: Promise<Uint8Array> | undefined;

/** Writes the file of an empty ledger into a folder, as `openLedger` would create it. */
export async function writeEmptyLedger(folder: string): Promise<void> {
  empty ??= createEmptyLedger();
  writeFileSync(join(folder, 'ledger.db'), await empty, { mode: 0o600 });
}

async function createEmptyLedger(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'migrated-'));
  await (await Store.open({ folder, postgres: undefined })).close();
  const file = readFileSync(join(folder, 'ledger.db'));
  rmSync(folder, { recursive: true });
  return file;
}

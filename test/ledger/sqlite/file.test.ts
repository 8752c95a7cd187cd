/** The SQLite file belongs to one process, and is synced with every record. */
import { mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { Store } from '../../../src/store/store.ts';
import { startProgram } from '../processes.ts';

let folder: string;
const parts = { now: Date.now, warn: () => undefined };

/** On the disk of the checkout: temporary folders may lie in memory. */
const disk = resolve('node_modules/.cache/identity-gateway');

beforeEach(async () => {
  await mkdir(disk, { recursive: true });
  folder = await mkdtemp(join(disk, 'ledger-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a command does not create a missing ledger', async () => {
  const verify = startProgram('src/main.ts', ['ledger', 'verify'], { DATA_DIR: folder });

  expect(await verify.exited()).toBe(78);
  expect(verify.errors()).toBe(
    `There is no ledger ${folder}/ledger.db; set DATA_DIR to its folder.\n`,
  );
  expect(await readdir(folder)).toEqual([]);
});

test('the folder is created for its owner only', async () => {
  const ledger = await openLedger({ folder: join(folder, 'a/b'), postgres: undefined }, parts);
  await ledger.close();

  expect((await stat(join(folder, 'a/b'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'a/b/ledger.db'))).mode & 0o777).toBe(0o600);
});

test.each([
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['locking_mode', 'exclusive'],
])('%s is %s', async (name, value) => {
  const store = await Store.open({ folder, postgres: undefined });

  const { rows } = await store.query((db) => sql.raw(`pragma ${name}`).execute(db));
  await store.close();

  expect(rows).toEqual([{ [name]: value }]);
});

test('a second process exits with 78 and one sentence', async () => {
  const first = await openLedger({ folder, postgres: undefined }, parts);

  const second = startProgram('src/main.ts', ['ledger', 'verify'], { DATA_DIR: folder });

  expect(await second.exited()).toBe(78);
  expect(second.output()).toBe('');
  expect(second.errors()).toBe(
    `Another process has the ledger ${folder}/ledger.db open; stop it, or set DATABASE_URL for more than one process.\n`,
  );
  // The same process cannot open it twice either.
  await expect(openLedger({ folder, postgres: undefined }, parts)).rejects.toThrow(
    'Another process has the ledger',
  );
  await first.close();
});

test.each([
  {
    label: 'a file of another type',
    prepare: () => writeFile(join(folder, 'ledger.db'), 'this is a text'.repeat(100)),
    path: () => folder,
  },
  {
    label: 'a file in place of the folder',
    prepare: () => writeFile(join(folder, 'data'), ''),
    path: () => join(folder, 'data'),
  },
])('$label is rejected with one sentence', async ({ prepare, path }) => {
  await prepare();

  await expect(openLedger({ folder: path(), postgres: undefined }, parts)).rejects.toThrow(
    /^The ledger \S+ cannot be opened: .*\. Set DATA_DIR to a folder that can be written to\.$/,
  );
});

test('a creation that fails halfway leaves nothing behind, and can be repeated', async () => {
  const byHand = (statement: string): void => {
    const database = new DatabaseSync(join(folder, 'ledger.db'));
    database.exec(statement);
    database.close();
  };
  // The gateway creates many tables before this one.
  byHand('create table campaign_line (stray text)');

  await expect(openLedger({ folder, postgres: undefined }, parts)).rejects.toThrow('campaign_line');
  byHand('drop table campaign_line');

  await (await openLedger({ folder, postgres: undefined }, parts)).close();
});

describe('a ledger that was', () => {
  const path = (): string => join(folder, 'ledger.db');
  const open = (): Promise<OpenLedger> => openLedger({ folder, postgres: undefined }, parts);
  const lose: Readonly<Record<string, () => Promise<unknown>>> = {
    removed: () => rm(path()),
    emptied: () => truncate(path()),
    'left without tables': async () => {
      await rm(path());
      const database = new DatabaseSync(path());
      database.exec('create table stray (a text); drop table stray');
      database.close();
    },
  };

  test.each(Object.entries(lose))('%s does not start as a new one (R55)', async (_how, act) => {
    await (await open()).close();
    await act();

    await expect(open()).rejects.toThrow(/is lost or empty\. Restore it from its backup\./);
    await expect(open()).rejects.toThrow('is lost or empty');
    await rm(join(folder, 'ledger-is-here.txt'));
    await (await open()).close();
  });

  test('an empty file of unknown origin is reported, and starts a new ledger', async () => {
    await writeFile(path(), '');
    const warnings: string[] = [];
    const warn = (text: string): void => void warnings.push(text);

    const ledger = await openLedger({ folder, postgres: undefined }, { ...parts, warn });

    await ledger.close();
    expect(warnings).toEqual([`The file ${path()} was empty, so a new ledger starts.`]);
  });
});

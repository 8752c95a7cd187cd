/**
 * A rotated user or password in `DATABASE_URL_FILE` is used by the next connection, without a
 * restart.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadLedgerConfig } from '../../../src/config/load-config.ts';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { until } from '../../reliability/am-traffic.ts';
import { anIntent, idOf, terms } from '../builders.ts';
import { asSuperuser, createDatabase } from '../stores.ts';

const first = `rotated_one_${process.pid}`;
const next = `rotated_two_${process.pid}`;
const all = `${first}, ${next}`;

let database: Awaited<ReturnType<typeof createDatabase>>;
let folder: string;
let file: string;
let ledger: OpenLedger;

beforeEach(async () => {
  database = await createDatabase();
  folder = mkdtempSync(join(tmpdir(), 'rotated-'));
  file = join(folder, 'url');
  await asSuperuser(database.url, `create role ${first} superuser login`);
  await asSuperuser(database.url, `create role ${next} superuser login`);
  give({ username: first });
  ledger = await open({ DATABASE_URL_FILE: file });
});
afterEach(async () => {
  await ledger?.close();
  await asSuperuser(database.url, `drop owned by ${all}; drop role ${all}`);
  await database.drop();
  rmSync(folder, { recursive: true });
});

function open(env: Readonly<Record<string, string>>): Promise<OpenLedger> {
  const settings = loadLedgerConfig({ DATA_DIR: folder, ...env });
  return openLedger(settings, { now: Date.now, warn: () => undefined });
}

/** Writes another URL to the file. */
function give(parts: Partial<Pick<URL, 'username' | 'pathname'>>): void {
  writeFileSync(file, `${Object.assign(new URL(database.url), parts).href}\n`);
}

/** Ends the connections of the first user. */
function terminate(): Promise<void> {
  return asSuperuser(
    database.url,
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${first}'`,
  );
}

/** Locks the first user out, so that only connections of another user work. */
async function lockOut(): Promise<void> {
  await asSuperuser(database.url, `alter role ${first} nologin`);
  await terminate();
}

test('the next connection uses the current content of the file', async () => {
  idOf(await ledger.begin(anIntent(), terms()));
  give({ username: next });
  await lockOut();

  await until('it records again', async () => (await ledger.problem()) === null);

  expect(idOf(await ledger.begin(anIntent({ effect: 'rename' }), terms()))).not.toBe('');
});

test('another database in the file is ignored', async () => {
  const other = await createDatabase();
  await (await open({ DATABASE_URL: other.url })).close();
  const id = idOf(await ledger.begin(anIntent(), terms()));
  give({ username: next, pathname: new URL(other.url).pathname });
  await lockOut();
  await until('nothing is recorded', async () => (await ledger.problem()) !== null);

  give({ username: next });

  await until('it records again', async () => (await ledger.problem()) === null);
  expect(await ledger.findChange(id)).not.toBeNull();
  await other.drop();
});

test('without the file the last user is used', async () => {
  rmSync(file);
  await terminate();

  await until('it records again', async () => (await ledger.problem()) === null);
  expect(idOf(await ledger.begin(anIntent(), terms()))).not.toBe('');
});

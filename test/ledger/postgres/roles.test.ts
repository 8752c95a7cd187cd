/**
 * The application's role with the documented grants can add records, but not change or delete them.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { anIntent, anOutcome, idOf, terms } from '../builders.ts';
import { startProgram } from '../processes.ts';
import { asSuperuser, createDatabase } from '../stores.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let appUrl: string;
let role: string;
let ledger: OpenLedger;

beforeAll(async () => {
  database = await createDatabase();
  const owner = startProgram('src/main.ts', ['ledger', 'migrate'], { DATABASE_URL: database.url });
  if ((await owner.exited()) !== 0) throw new Error(owner.errors());
  role = `identity_gateway_${process.pid}`;
  const grants = await readFile('deploy/postgres/grants.sql', 'utf8');
  const name = new URL(database.url).pathname.slice(1);
  await asSuperuser(database.url, `CREATE ROLE ${role} LOGIN`);
  await asSuperuser(database.url, grants.replaceAll(':"role"', role).replaceAll(':"DBNAME"', name));
  const url = new URL(database.url);
  url.username = role;
  appUrl = url.href;
  ledger = await openLedger(
    { folder: '/nonexistent', postgres: { url: appUrl, connections: 2 } },
    { now: Date.now, warn: () => undefined },
  );
});
afterAll(async () => {
  await ledger?.close();
  const admin = new URL(database.url);
  await asSuperuser(admin.href, `drop owned by ${role}; drop role ${role}`);
  await database.drop();
});

test('it records and reads', async () => {
  const id = idOf(await ledger.begin(anIntent(), terms()));

  expect(await ledger.complete(id, anOutcome())).toBe('recorded');
  expect((await ledger.findChange(id))?.outcome?.outcome).toBe('DONE');
});

test('it adds, updates and removes sessions of the pages', async () => {
  const { pageSessions } = ledger;
  const owner = { person: 'alpha alice', issuerSession: null };
  await pageSessions.add({ ...owner, id: 'one', sealed: 'x', begunAt: 1, usedAt: 1 });
  await pageSessions.touch('one', 2);

  expect((await pageSessions.find('one'))?.usedAt).toBe(2);
  await pageSessions.remove('one');
  expect(await pageSessions.find('one')).toBeNull();
});

test.each([
  "update ledger_record set body = '{}'",
  'delete from ledger_record',
  'truncate ledger_record',
  'drop table ledger_record',
  'alter table ledger_record disable trigger all',
  'create table other (id int)',
  'delete from kysely_migration',
])('%s is refused', async (statement) => {
  const client = new Client({ connectionString: appUrl });
  await client.connect();

  const refused = client.query(statement);

  await expect(refused).rejects.toMatchObject({ code: '42501' });
  await client.end();
});

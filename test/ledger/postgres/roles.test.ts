/** The role of the application, granted as the operator's page says, can add records and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { blocksOf } from '../../support/page.ts';
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
  if ((await owner.ended()) !== 0) throw new Error(owner.errors());
  role = `identity_gateway_${process.pid}`;
  const [grants] = (await blocksOf('docs/ledger.md')).filter(({ use }) => use === 'grants');
  if (grants === undefined) throw new Error('the page has no grants');
  const name = new URL(database.url).pathname.slice(1);
  await asSuperuser(
    database.url,
    grants.text.replaceAll('identity_gateway', role).replaceAll('gateway_ledger', name),
  );
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

test('it adds, changes and removes sessions of the pages', async () => {
  const { pageSessions } = ledger;
  await pageSessions.add({ id: 'one', sealed: 'x', begunAt: 1, usedAt: 1 });
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

describe('a start with this role', () => {
  test('on an empty database is refused in one sentence, with 78', async () => {
    const empty = await createDatabase();
    const url = new URL(empty.url);
    url.username = role;

    const start = startProgram('src/main.ts', ['ledger', 'verify'], { DATABASE_URL: url.href });

    expect(await start.ended()).toBe(78);
    expect(start.errors()).toMatch(/^The ledger's tables cannot be used: permission denied .*\n$/);
    await empty.drop();
  });
});

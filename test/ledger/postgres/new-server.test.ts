/** A ledger moves to a new server as docs/operating.md says: its roles first, then its database. */
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { ownerOf } from '../../postgres/owner.ts';
import { startIn, stop } from '../../postgres/server.ts';
import { readState, type State } from '../../postgres/state.ts';
import { installation, operatorEnv } from '../../support/installation.ts';
import { runBlock, runBlocksOf, type Follower } from '../../support/page.ts';
import { anIntent, anOutcome, idOf, terms } from '../builders.ts';
import { asSuperuser, createDatabase } from '../stores.ts';

const role = `identity_gateway_${process.pid}`;
let database: Awaited<ReturnType<typeof createDatabase>>;
let folder: string;
let server: State;
let follower: Follower;
let id: string;

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'new-server-'));
  ownerOf().take(folder);
  server = await startIn(join(folder, 'data'));
  await symlink(join(installation(), 'current'), join(folder, 'current'));
  const { PATH, ...operator } = operatorEnv(folder);
  const env = {
    ...operator,
    PATH: `${server.bin}:${PATH}`,
    POSTGRES_URL: readState()?.url,
    DATABASE_OWNER_URL: database.url,
    NEW_POSTGRES_URL: server.url,
    NEW_DATABASE_OWNER_URL: at(server.url),
  };
  follower = { env, folder };
});
afterAll(async () => {
  stop(server);
  await asSuperuser(database.url, `drop owned by ${role}; drop role ${role}`);
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The same database on another server, for a user of its own. */
function at(origin: string, user?: string): string {
  const url = new URL(origin);
  url.pathname = new URL(database.url).pathname;
  if (user !== undefined) url.username = user;
  return url.href;
}

/** Runs commands of the page, for the database and the role of this test. */
async function run(commands: string): Promise<string> {
  const text = commands
    .replaceAll('gateway_ledger', new URL(database.url).pathname.slice(1))
    .replaceAll('identity_gateway', role);
  return runBlock({ text }, follower);
}

function open(url: string): Promise<OpenLedger> {
  return openLedger(
    { folder, postgres: { url, connections: 2 } },
    { now: Date.now, warn: () => undefined },
  );
}

function newServerBlock(): string {
  const found = runBlocksOf('docs/operating.md').find(({ use }) => use === 'new-server');
  if (found === undefined) throw new Error('docs/operating.md has no block new-server');
  return found.text;
}

test('the ledger with its grants is on the new server', async () => {
  const ledger = 'DATABASE_URL=$DATABASE_OWNER_URL identity-gateway ledger';
  await run(`${ledger} migrate`);
  await run(`psql -q "$DATABASE_OWNER_URL" -c 'CREATE ROLE identity_gateway LOGIN'
    psql -q "$DATABASE_OWNER_URL" -v role=identity_gateway -f current/deploy/postgres/grants.sql`);
  const before = await open(at(database.url, role));
  id = idOf(await before.begin(anIntent(), terms()));
  await before.complete(id, anOutcome());
  await before.close();
  await run(`${ledger} verify >heads
    pg_dump --format=custom --file=ledger.dump "$DATABASE_OWNER_URL"`);

  const printed = await run(newServerBlock());

  // Hashes of passwords are for the owner's eyes.
  expect((await stat(join(folder, 'roles.sql'))).mode & 0o077).toBe(0);
  expect(printed).toContain(await readFile(join(folder, 'heads'), 'utf8'));
  const after = await open(at(server.url, role));
  expect((await after.findChange(id))?.outcome?.outcome).toBe('DONE');
  await after.close();
  await expect(asSuperuser(at(server.url, role), 'delete from ledger_record')).rejects.toThrow(
    'permission denied',
  );
});

test('the copy is refused without the roles', async () => {
  const block = newServerBlock();
  await run(
    `psql -q "$NEW_POSTGRES_URL" -c 'DROP DATABASE gateway_ledger' -c 'DROP ROLE identity_gateway'`,
  );

  await expect(run(block.replace(/^.*roles\.sql.*$/gm, ''))).rejects.toThrow(
    `role "${role}" does not exist`,
  );
});

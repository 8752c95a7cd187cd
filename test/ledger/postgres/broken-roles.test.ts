/**
 * `check --online` agrees with the start about the tables of PostgreSQL and the rights of a role.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { tableRights } from '../../../src/store/opening/rights.ts';
import { Store } from '../../../src/store/store.ts';
import {
  disagreements,
  isGood,
  isRefusedAt,
  isUnready,
  type BrokenDeployment,
  type Env,
} from '../../operations/deployments.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { useNextRelease } from '../next-release.ts';
import { asSuperuser, createDatabase } from '../stores.ts';

const role = `gateway_${process.pid}`;
let peer: SandboxPeer;
let working: Env;
/** An empty database, and a ledger with the documented grants. */
let [empty, granted]: string[] = [];
const made: Awaited<ReturnType<typeof createDatabase>>[] = [];

beforeAll(async () => {
  peer = await openSandboxPeer();
  const ports = { PORT: '0', METRICS_PORT: 'off' };
  working = { NODE_ENV: 'test', AM_URL: peer.url, ...ports };
  made.push(await createDatabase(), await createDatabase());
  const [first, second] = made;
  if (first === undefined || second === undefined) throw new Error('There is no database.');
  await asSuperuser(first.url, `create role ${role} login`);
  const postgres = { url: second.url, connections: 1 };
  await (await Store.open({ folder: '/nonexistent', postgres })).close();
  const grants = await readFile('deploy/postgres/grants.sql', 'utf8');
  const name = new URL(second.url).pathname.slice(1);
  await asSuperuser(second.url, grants.replaceAll(':"role"', role).replaceAll(':"DBNAME"', name));
  [empty, granted] = [first.url, second.url].map((url) => new URL(url).pathname.slice(1));
});
afterAll(async () => {
  await peer?.close();
  const [first] = made;
  for (const { url } of made) await asSuperuser(url, `drop owned by ${role}`);
  if (first !== undefined) await asSuperuser(first.url, `drop role ${role}`);
  for (const one of made) await one.drop();
});

/** A copy of a database in which statements were run, and the role that opens it. */
function onCopy(
  template: 'empty' | 'granted',
  statements = '',
  options: { readonly asOwner?: boolean; readonly query?: string } = {},
): BrokenDeployment['env'] {
  return async ({ closing }) => {
    const copy = await createDatabase(template === 'empty' ? empty : granted);
    closing.push(copy.drop);
    await asSuperuser(copy.url, statements.replaceAll('ROLE', role));
    const url = new URL(copy.url);
    if (options.asOwner !== true) url.username = role;
    return { DATABASE_URL: `${url.href}${options.query ?? ''}` };
  };
}

const grants = '-f deploy/postgres/grants.sql';
const migrate = 'identity-gateway ledger migrate';

test('databases that can be used', async () => {
  const rows = [
    { what: 'the documented grants', env: onCopy('granted'), mend: 'PostgreSQL' },
    { what: 'an owner', env: onCopy('granted', '', { asOwner: true }), mend: 'PostgreSQL' },
    { what: 'no tables yet', env: onCopy('empty', '', { asOwner: true }), mend: 'creates' },
  ];

  expect(await disagreements(rows, { working, verdict: isGood })).toEqual([]);
});

test('databases with which a start is refused', async () => {
  const rows = [
    { what: 'no tables, and no right to create them', env: onCopy('empty'), mend: migrate },
    {
      what: 'tables of a newer release',
      env: onCopy('granted', "insert into kysely_migration values ('9999-next', '2030-01-01')"),
      mend: 'start that version',
    },
    {
      what: 'tables of a version before the first release',
      env: onCopy('granted', "update kysely_migration set name = '0001-records'"),
      mend: 'A version before 0.4.0, the first release, wrote this ledger',
    },
    {
      what: 'a ledger of the sandbox',
      env: onCopy('granted', "insert into ledger_owner values (1, 'sandbox')"),
      mend: 'DATABASE_URL',
    },
    { what: 'no right at all', env: onCopy('granted', 'drop owned by ROLE'), mend: grants },
    {
      what: 'no right to the schema',
      env: onCopy('granted', 'revoke usage on schema public from public'),
      mend: migrate,
    },
    {
      what: 'no right to connect',
      env: onCopy(
        'granted',
        `do $$ begin execute format('revoke connect on database %I from public, ROLE', current_database()); end $$`,
      ),
      mend: 'deploy/postgres/grants.sql',
    },
    ...Object.keys(tableRights).map((table) => ({
      what: `no right to read ${table}`,
      env: onCopy('granted', `revoke select on ${table} from ROLE`),
      mend: grants,
    })),
    {
      what: 'no right to add records',
      env: onCopy('granted', 'revoke insert on ledger_record from ROLE'),
      mend: 'INSERT on ledger_record',
    },
    {
      what: 'a table that was dropped',
      env: onCopy('granted', 'drop table campaign_line'),
      mend: 'campaign_line',
    },
    {
      what: 'a role that is missing',
      env: async () => ({ DATABASE_URL: made[0]?.url.replace(/\/\/[^@/]*@?/, '//nobody@') ?? '' }),
      mend: 'pg_hba.conf',
    },
    {
      what: 'a database that is missing',
      env: async () => ({ DATABASE_URL: `${made[0]?.url}_none` }),
      mend: 'createdb',
    },
  ];

  expect(await disagreements(rows, { working, verdict: isRefusedAt('ledger') })).toEqual([]);
});

test('databases with which a start goes on, and is not ready', async () => {
  const rows = [
    {
      what: 'a server that only reads',
      env: onCopy(
        'granted',
        `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
      ),
      mend: 'DATABASE_URL',
    },
    {
      what: 'a server without TLS',
      env: onCopy('granted', '', { query: '?sslmode=require' }),
      mend: 'DATABASE_URL',
      logged: '(the server offers no TLS',
    },
  ];

  expect(await disagreements(rows, { working, verdict: isUnready })).toEqual([]);
});

test('the grants are those that a start requires', async () => {
  const client = new Client({ connectionString: made[1]?.url });
  await client.connect();
  const { rows } = await client.query<{ table_name: string; rights: string[] }>(
    `select table_name, array_agg(privilege_type::text order by privilege_type) as rights
      from information_schema.table_privileges where grantee = '${role}' group by table_name`,
  );
  await client.end();

  expect(Object.fromEntries(rows.map(({ table_name, rights }) => [table_name, rights]))).toEqual(
    Object.fromEntries(
      Object.entries(tableRights).map(([table, rights]) => [table, [...rights].sort()]),
    ),
  );
});

describe('when the next release has a migration', () => {
  useNextRelease();

  test('its start on the tables of this one is refused', async () => {
    const rows = [
      { what: 'tables of an older release', env: onCopy('granted'), mend: migrate },
      {
        what: 'tables of an older release, as their owner',
        env: onCopy('granted', '', { asOwner: true }),
        mend: migrate,
      },
    ];

    expect(await disagreements(rows, { working, verdict: isRefusedAt('ledger') })).toEqual([]);
  });
});

/**
 * An upgrade from the last released version: its gateway still writes after the migration, the
 * ledger is whole, and each release reads what the other one wrote (R39). The steps are those of
 * docs/operating.md.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { needs } from '../../../src/store/tables/needs.ts';
import { Store } from '../../../src/store/store.ts';
import { listAt } from '../../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { start, type StartedGateway } from '../../support/started-gateway.ts';
import { createdCampaign } from '../created-campaign.ts';
import { startProgram } from '../processes.ts';
import { releasedGateway } from '../released.ts';
import { createDatabase } from '../stores.ts';

let peer: SandboxPeer;
let database: Awaited<ReturnType<typeof createDatabase>>;
let released: string;
const running: StartedGateway[] = [];

beforeAll(async () => {
  released = releasedGateway();
  peer = await openSandboxPeer();
  database = await createDatabase();
}, 300_000);
afterAll(async () => {
  for (const gateway of running) await gateway.stop();
  await peer?.close();
  await database?.drop();
});

/** A gateway, and how its release names the caller as the target of a change. */
interface Release {
  readonly url: string;
  readonly own: 'self' | 'me';
}

async function startIn(cwd: string, own: Release['own']): Promise<Release> {
  const gateway = await start(
    { command: process.execPath, args: ['dist/main.js'], cwd },
    { AM_URL: peer.url, AM_FLAVOR: 'pingam', DATABASE_URL: database.url, ...peer.staffEnv() },
  );
  running.push(gateway);
  return { url: `http://127.0.0.1:${gateway.port}/graphql`, own };
}

async function ask(url: string, name: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await peer.signIn(name)) },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const reset = ({ url, own }: Release, name: string): Promise<unknown> =>
  ask(
    url,
    name,
    `mutation { resetOathDevices(input: { target: { ${own}: true }, ticket: "INC-${name}" }) { outcome } }`,
  );

const done = { data: { resetOathDevices: { outcome: 'DONE' } } };

const historyOf = async ({ url }: Release, name: string): Promise<number> =>
  listAt(
    await ask(url, name, '{ me { history(first: 5) { edges { node { ticket } } } } }'),
    'data',
    'me',
    'history',
    'edges',
  ).length;

async function ledger(...args: readonly string[]): Promise<string> {
  const command = startProgram('src/main.ts', ['ledger', ...args], { DATABASE_URL: database.url });
  await command.exited();
  return command.output() + command.errors();
}

/** How work is stored with each restriction that the last release may not know. */
const restrictions: Readonly<
  Record<Exclude<keyof typeof needs, 'nothing'>, (store: Store) => Promise<unknown>>
> = {
  area: async (store) => {
    const actor = { name: 'oscar', realm: 'alpha', via: 'graphql', account: null } as const;
    const plan = { area: 'north' };
    await createdCampaign(store, { names: ['bob', 'dave'], plan, actor, now: Date.now() });
    const started = { state: 'RUNNING', started_at: Date.now() } as const;
    await store.change((db) => db.updateTable('campaign').set(started).execute());
  },
};

/** Stores such work, which the last release must leave alone. */
async function restrictedWork() {
  const store = await Store.open({
    folder: '/nonexistent',
    postgres: { url: database.url, connections: 1 },
  });
  for (const add of Object.values(restrictions)) await add(store);
  const rows = () =>
    store.query(async (db) => [
      await db.selectFrom('campaign').selectAll().execute(),
      await db.selectFrom('campaign_line').selectAll().orderBy('number').execute(),
    ]);
  const remove = async (): Promise<void> => {
    for (const table of ['campaign_line', 'campaign'] as const)
      await store.change((db) => db.deleteFrom(table).execute());
    await store.close();
  };
  return { before: await rows(), rows, remove };
}

test('the last release and this one write on one ledger during an upgrade', async () => {
  const before = await startIn(released, 'self');
  expect(await reset(before, 'alice')).toMatchObject(done);

  expect(await ledger('migrate')).toBe('The tables are up to date.\n');
  const restricted = await restrictedWork();
  expect(await reset(before, 'bob')).toMatchObject(done);
  expect(await restricted.rows()).toEqual(restricted.before);
  await restricted.remove();
  expect(await ledger('verify')).toMatch(/^Whole: 5 records\.\n/);

  const after = await startIn('.', 'me');
  expect(await reset(after, 'hugo')).toMatchObject(done);
  expect(await ledger('verify')).toMatch(/^Whole: 7 records\.\n/);
  const ofTicket = await ask(
    after.url,
    'oscar',
    '{ realmHistory(realm: "alpha", filter: { ticket: "INC-bob" }) { unreadable nodes { ticket } } }',
  );
  expect(ofTicket).toMatchObject({
    data: { realmHistory: { unreadable: 0, nodes: [{ ticket: 'INC-bob' }] } },
  });
  for (const release of [before, after])
    for (const name of ['alice', 'bob', 'hugo']) expect(await historyOf(release, name)).toBe(1);
}, 180_000);

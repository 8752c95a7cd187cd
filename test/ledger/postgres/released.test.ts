/**
 * An upgrade from the last released version: its gateway still writes after the migration, the
 * ledger is whole, and each release reads what the other one wrote (R39). The steps are those of
 * docs/operating.md.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listAt } from '../../support/json.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { start, type StartedGateway } from '../../support/started-gateway.ts';
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

test('the last release and this one write on one ledger during an upgrade', async () => {
  const before = await startIn(released, 'self');
  expect(await reset(before, 'alice')).toMatchObject(done);

  expect(await ledger('migrate')).toBe('The tables are up to date.\n');
  expect(await reset(before, 'bob')).toMatchObject(done);
  expect(await ledger('verify')).toMatch(/^Whole: 4 records\.\n/);

  const after = await startIn('.', 'me');
  expect(await reset(after, 'hugo')).toMatchObject(done);
  expect(await ledger('verify')).toMatch(/^Whole: 6 records\.\n/);
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

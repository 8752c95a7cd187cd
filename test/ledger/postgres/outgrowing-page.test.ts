/** The page docs/outgrowing.md: a ledger of SQLite goes to PostgreSQL, and its gateway goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { readState } from '../../postgres/state.ts';
import { installation, operatorEnv } from '../../support/installation.ts';
import { amEnv, followInstalled } from '../../support/installed-page.ts';
import { openSandboxPeer, type SandboxPeer } from '../../support/peer.ts';
import { anIntent, anOutcome, idOf, terms } from '../builders.ts';
import { asSuperuser } from '../stores.ts';

const role = `identity_gateway_${process.pid}`;
const name = `ledger_${process.pid}_moved`;
const server = readState();
const settings = { now: Date.now, warn: () => undefined };
let folder: string;
let peer: SandboxPeer;
let id: string;

beforeAll(async () => {
  [peer, folder] = await Promise.all([openSandboxPeer(), mkdtemp(join(tmpdir(), 'outgrown-'))]);
  const ledger = await openLedger({ folder, postgres: undefined }, settings);
  id = idOf(await ledger.begin(anIntent(), terms()));
  await ledger.complete(id, anOutcome());
  await ledger.close();
});
afterAll(async () => {
  await peer.close();
  const { url = '' } = server ?? {};
  await asSuperuser(url, `drop database if exists ${name} with (force)`);
  await asSuperuser(url, `drop role if exists ${role}`);
  await rm(folder, { recursive: true });
});

/** The new database, for a user. */
function urlOf(user: string): string {
  return Object.assign(new URL(server?.url ?? ''), { pathname: `/${name}`, username: user }).href;
}

test('moves the ledger, and its gateway starts on it', async () => {
  expect(installation()).toBeTruthy();
  const owner = new URL(server?.url ?? '').username;
  const env = {
    ...amEnv(peer),
    PATH: `${server?.bin}:${operatorEnv(folder)['PATH']}`,
    DATA_DIR: folder,
    POSTGRES_URL: server?.url ?? '',
    DATABASE_OWNER_URL: urlOf(owner),
    DATABASE_URL: urlOf(role),
  };
  const adapt = (text: string): string =>
    text.replaceAll(/\bidentity_gateway\b/g, role).replaceAll('gateway_ledger', name);

  const { wanted, got } = await followInstalled('docs/outgrowing.md', { env, adapt });

  expect(got).toEqual(wanted);
  expect(wanted).toHaveLength(1);
  const moved = await openLedger(
    { folder, postgres: { url: urlOf(role), connections: 1 } },
    settings,
  );
  expect((await moved.findChange(id))?.outcome?.outcome).toBe('DONE');
  await moved.close();
}, 120_000);

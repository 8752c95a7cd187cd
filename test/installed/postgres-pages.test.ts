/**
 * Follows pages where only the program is installed, beside a gateway on PostgreSQL, which needs
 * `npm run postgres`.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asSuperuser, createDatabase } from '../ledger/stores.ts';
import { readState } from '../postgres/state.ts';
import { type Background, startInBackground } from '../support/background.ts';
import { freePort } from '../support/free-port.ts';
import { operatorEnv } from '../support/installation.ts';
import { amEnv, followInstalled, installedPages } from '../support/installed-page.ts';
import { runBlock } from '../support/page.ts';
import { type Peer, peers, type SessionHeader } from '../support/peer.ts';

const role = `identity_gateway_${process.pid}`;

let folder: string;
let peer: Peer;
let database: Awaited<ReturnType<typeof createDatabase>>;
let gateway: Background;
let env: Record<string, string>;

beforeAll(async () => {
  const [first] = peers;
  const server = readState();
  if (first === undefined || server === undefined) throw new Error('Start npm run postgres.');
  [peer, database, folder] = await Promise.all([
    first.open(),
    createDatabase(),
    mkdtemp(join(tmpdir(), 'operator-')),
  ]);
  await peer.restore();
  const { PATH } = operatorEnv(folder);
  const port = String(await freePort());
  env = {
    ...amEnv(peer),
    // psql must be as new as the server.
    PATH: `${server.bin}:${PATH}`,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.url,
    POSTGRES_URL: server.url,
    GATEWAY: `http://127.0.0.1:${port}`,
    SESSION: headerOf(await peer.signIn('helen')),
    ADMIN_SESSION: headerOf(await peer.signIn('oscar')),
  };
  const own = { ...operatorEnv(folder), ...env, PORT: port, NODE_ENV: 'development' };
  const script = 'exec identity-gateway';
  gateway = await startInBackground({ script, folder, env: own, ready: '/graphql' });
  // The first record, for pages that read the ledger.
  const text = 'identity-gateway threat set alpha normal --reason "Nothing happens"';
  await runBlock({ text }, { folder, env: { ...operatorEnv(folder), ...env } });
}, 300_000);

function headerOf(session: SessionHeader): string {
  const [[name, token] = []] = Object.entries(session);
  return `${name}: ${token}`;
}

afterAll(async () => {
  await gateway?.stop();
  await peer?.restore();
  await peer?.close();
  await asSuperuser(database.url, `drop owned by ${role}; drop role ${role}`).catch(
    () => undefined,
  );
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const adapt = (text: string): string => text.replaceAll(/\bidentity_gateway\b/g, role);

test.each(installedPages('installed, with PostgreSQL'))(
  '%s',
  async (page) => {
    const { wanted, got } = await followInstalled(page, { env, adapt });

    expect(got).toEqual(wanted);
  },
  300_000,
);

/**
 * An unavailable PostgreSQL does not prevent a start, and is used again without a restart (R24).
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { freePort } from '../../support/free-port.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from '../builders.ts';
import { startProgram } from '../processes.ts';
import { createDatabase } from '../stores.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let database: Awaited<ReturnType<typeof createDatabase>>;
let folder: string;

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** A proxy to the server that can be closed. */
function createGate(port: number) {
  const { hostname, port: to } = new URL(database.url);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const upstream = connect(Number(to), hostname);
    for (const one of [socket, upstream]) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => sockets.delete(one));
    }
    socket.pipe(upstream).pipe(socket);
  });
  return {
    open: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    shut: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

test('while it is unavailable, changes are refused and outcomes are spooled', async () => {
  const port = await freePort();
  const gate = createGate(port);
  const url = new URL(database.url);
  url.port = String(port);
  const warnings: string[] = [];
  const ledger = await openLedger(
    { folder, postgres: { url: url.href, connections: 2 } },
    { now: Date.now, warn: (text) => void warnings.push(text) },
  );

  expect((await ledger.problem())?.code).toBe('AUDIT_UNAVAILABLE');
  await expect(ledger.begin(anIntent(), terms())).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
    detail: 'The ledger does not answer (ECONNREFUSED).',
  });

  await gate.open();
  expect(await ledger.problem()).toBeNull();
  const id = idOf(await ledger.begin(anIntent(), terms()));

  await gate.shut();
  expect(await ledger.complete(id, anOutcome())).toBe('spooled');

  await gate.open();
  await ledger.begin(anIntent({ target: aPerson({ id: 'carol' }) }), terms());
  await ledger.close();
  await gate.shut();
  expect(warnings).toEqual([
    `The outcome of change ${id} cannot be recorded yet. It is kept on disk until the ledger answers.`,
    `The outcome of change ${id} is now recorded.`,
  ]);
});

test('a command exits with 78 if the database does not exist', async () => {
  const url = new URL(database.url);
  url.pathname = '/no_such_database';

  const verify = startProgram('src/main.ts', ['ledger', 'verify'], { DATABASE_URL: url.href });

  expect(await verify.exited()).toBe(78);
  expect(verify.errors()).toBe(
    'DATABASE_URL: The ledger\'s tables cannot be used: database "no_such_database" does not exist.\n',
  );
});

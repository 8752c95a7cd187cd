/** A gateway that stands still with a lock delays the others by seconds only (R42, R53). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { PostgresSettings } from '../../../src/store/engines/postgres.ts';
import { Store } from '../../../src/store/store.ts';
import { until } from '../../reliability/am-traffic.ts';
import { anIntent, terms } from '../builders.ts';
import { readState } from '../../postgres/state.ts';
import { startProgram } from '../processes.ts';
import {
  asSuperuser,
  createStore,
  recordsOf,
  type StoredLedger,
  type TestStore,
} from '../stores.ts';

let store: TestStore;
let ledger: StoredLedger;
let postgres: PostgresSettings;

beforeEach(async () => {
  store = await createStore('PostgreSQL');
  ledger = await store.open();
  postgres = store.settings.postgres ?? { url: '', connections: 0 };
});
afterEach(() => store.remove());

test('while a process is stopped, the others go on; it finds out and reports it', async () => {
  const { folder } = store.settings;
  const frozen = startProgram('test/ledger/frozen.main.ts', [folder, postgres.url, '1000']);
  try {
    await until('it holds its locks', () => frozen.output() !== '');
    frozen.signal('SIGSTOP');

    const begin = () => ledger.begin(anIntent(), terms()).catch(() => null);
    await until('a change can begin', async () => (await begin()) !== null);
    await until('the lock is free', async () => (await ledger.locks.tryAcquire('bob')) !== null);

    frozen.signal('SIGCONT');
    expect(await frozen.exited()).toBe(0);
    const [, ...lines] = frozen.output().trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^This process stood still for more than 1 s\./),
      'AUDIT_UNAVAILABLE',
      'holds the lock: false',
    ]);
    const ids = (await recordsOf(ledger.store)).map(({ change_id: id }) => id);
    expect(ids).not.toContain('frozen');
  } finally {
    await frozen.kill();
  }
});

test('a process that stands still again and again appends only when it runs again', async () => {
  const { folder } = store.settings;
  const throttled = startProgram('test/ledger/appending.main.ts', [folder, postgres.url, '3000']);
  const appends = (): number => throttled.output().split('\n').length;
  try {
    await until('it appends', () => appends() > 3);
    throttled.signal('SIGSTOP');
    await setTimeout(1_200);
    const before = appends();
    for (let turn = 0; turn < 3; turn += 1) {
      throttled.signal('SIGCONT');
      await setTimeout(300);
      throttled.signal('SIGSTOP');
      await setTimeout(1_200);
    }
    // The append that was under way when it was stopped goes on.
    expect(appends() - before).toBeLessThanOrEqual(1);

    throttled.signal('SIGCONT');
    await until('it appends again', () => appends() > before + 1);
  } finally {
    await throttled.kill();
  }
});

test('a process that runs keeps a lock for as long as it wants', async () => {
  const patient = await Store.open({ ...store.settings, postgres: { ...postgres, idleMs: 300 } });
  const lock = await patient.locks.tryAcquire('bob');

  // The server measures the time, three times as long as a transaction may stand still.
  await ledger.store.query((db) => sql`select pg_sleep(0.9)`.execute(db));

  expect(await lock?.isHeld()).toBe(true);
  await patient.close();
});

test('each transaction of the gateway starts with the limit of ten seconds', async () => {
  const server = readState();
  const name = new URL(postgres.url).pathname.slice(1);
  // The server logs each statement from now on, also those that create the tables.
  await asSuperuser(server?.url ?? '', `alter database ${name} set log_statement = 'all'`);
  await asSuperuser(postgres.url, 'drop schema public cascade; create schema public');
  const log = join(server?.data ?? '', 'server.log');
  const from = readFileSync(log).length;

  const fresh = await store.open();
  await fresh.begin(anIntent(), terms());
  expect(await fresh.problem()).toBeNull();
  (await fresh.locks.tryAcquire('bob'))?.release();
  await fresh.locks.acquire('bob', { waitMs: 5_000, client: undefined });

  const started = readFileSync(log)
    .subarray(from)
    .toString()
    .split(/^(?=\d{4}-)/m)
    .filter((entry) => /\b(?:begin|start transaction)\b/i.test(entry))
    // The body of a trigger has a `begin`, too, and starts nothing.
    .filter((entry) => !/create or replace function/i.test(entry));
  expect(started.length).toBeGreaterThan(4);
  expect(started.filter((entry) => !entry.includes(`timeout = '10000ms'`))).toEqual([]);
});

test('connections notice a server that is gone', async () => {
  await ledger.locks.tryAcquire('bob');
  const { rows } = await ledger.store.query((db) =>
    sql<{ port: number }>`select client_port as port from pg_stat_activity
      where datname = current_database()`.execute(db),
  );
  const ports = rows.map(({ port }) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`);

  // Columns of Linux: the local and the remote address, the state, and the timer (02: keepalive).
  const timers = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    // Only established connections: one that has just been closed waits by another timer.
    .filter(([, local = '', , state]) => state === '01' && ports.includes(local.slice(-5)))
    .map(([, , , , , timer = '']) => timer.slice(0, 2));
  expect(timers.length).toBeGreaterThanOrEqual(2);
  expect(new Set(timers)).toEqual(new Set(['02']));
});

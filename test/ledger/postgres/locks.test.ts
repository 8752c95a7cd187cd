/** Locks that processes on one PostgreSQL share have one holder at a time (R20). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { Lock, Locks, LockWait } from '../../../src/domain/values/lock.ts';
import { openLedger, type OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { Store } from '../../../src/store/store.ts';
import { until } from '../../reliability/am-traffic.ts';
import { freePort } from '../../support/free-port.ts';
import { anIntent, anOutcome, idOf, terms } from '../builders.ts';
import { createStore, cutLocks, type TestStore } from '../stores.ts';

const connections = 2;
const bob = 'alpha OATH bob';

let store: TestStore;
let one: OpenLedger;
let other: OpenLedger;
let url: string;

beforeEach(async () => {
  store = await createStore('PostgreSQL');
  url = store.settings.postgres?.url ?? '';
  const open = (): Promise<OpenLedger> =>
    openLedger(
      { ...store.settings, postgres: { url, connections } },
      { now: Date.now, warn: () => undefined },
    );
  [one, other] = await Promise.all([open(), open()]);
});
afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
  await store.remove();
});

function wait(
  { locks }: { readonly locks: Locks },
  name: string,
  { waitMs = 10_000, client }: Partial<LockWait> = {},
): Promise<Lock | null> {
  return locks.acquire(name, { waitMs, client });
}

async function take({ locks }: { readonly locks: Locks }, name: string): Promise<Lock> {
  const lock = await locks.tryAcquire(name);
  if (lock === null) throw new Error(`${name} is locked`);
  return lock;
}

/** Resolves when a connection waits for a lock at the server. */
async function waiting(): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const ungranted = `select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  try {
    await until('a lock is waited for', async () => (await client.query(ungranted)).rowCount === 1);
  } finally {
    await client.end();
  }
}

test('another process waits for a held lock', async () => {
  const first = await take(one, bob);

  expect(await other.locks.tryAcquire(bob)).toBeNull();
  const waits = wait(other, bob);
  await waiting();
  expect(await first.isHeld()).toBe(true);
  first.release();
  const second = await waits;

  first.release();
  expect([await first.isHeld(), await second?.isHeld()]).toEqual([false, true]);
});

test.each(['alpha PUSH bob', 'beta OATH bob', 'alpha OATH bob ', 'alpha OATH Bob'])(
  'a different name is a different lock: %s',
  async (name) => {
    await take(one, bob);

    expect(await (await take(other, name)).isHeld()).toBe(true);
  },
);

test('a lock that is not released in time is null', async () => {
  const first = await take(one, bob);

  expect(await wait(other, bob, { waitMs: 100 })).toBeNull();
  first.release();

  expect(await (await wait(other, bob))?.isHeld()).toBe(true);
});

test('a client that disconnects while it waits gets no lock', async () => {
  const first = await take(one, bob);
  const client = new AbortController();
  const waits = wait(other, bob, { client: client.signal });
  await waiting();

  client.abort();

  expect(await waits).toBeNull();
  first.release();
  expect(await (await wait(other, bob))?.isHeld()).toBe(true);
});

describe('a broken connection', () => {
  test('loses its lock, and the holder can detect it', async () => {
    const first = await take(one, bob);
    const carol = await take(other, 'alpha OATH carol');

    await cutLocks(store);

    expect([await first.isHeld(), await carol.isHeld()]).toEqual([false, false]);
    first.release();
    expect(await (await take(other, bob)).isHeld()).toBe(true);
    expect(await (await take(one, 'alpha OATH carol')).isHeld()).toBe(true);
  });

  test('ends a wait with AUDIT_UNAVAILABLE', async () => {
    await take(one, bob);
    const failure = wait(other, bob).catch((error: unknown) => error);
    await waiting();

    await cutLocks(store);

    expect(await failure).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  });
});

describe('when every connection for locks is in use', () => {
  const all = ['alpha OATH bob', 'alpha PUSH bob'];

  test('records are still written', async () => {
    await Promise.all(all.map((name) => take(one, name)));

    const id = idOf(await one.begin(anIntent(), terms()));

    expect(await one.complete(id, anOutcome())).toBe('recorded');
  });

  test('the next change waits for a connection for a limited time', async () => {
    const [first] = await Promise.all(all.map((name) => take(one, name)));

    expect(await one.locks.tryAcquire('alpha OATH carol')).toBeNull();
    const waits = wait(one, 'alpha OATH carol');
    expect(await wait(one, 'alpha OATH dave', { waitMs: 100 })).toBeNull();
    first?.release();

    expect(await (await waits)?.isHeld()).toBe(true);
  });
});

test.each(['tryAcquire', 'acquire'] as const)(
  '%s on an unavailable server fails with AUDIT_UNAVAILABLE',
  async (method) => {
    const away = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`;
    const { folder } = store.settings;
    const ledger = await Store.open({ folder, postgres: { url: away, connections } });

    const taken = ledger.locks[method](bob, { waitMs: 1_000, client: undefined });

    await expect(taken).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    await ledger.close();
  },
);

test('closing the store releases its locks', async () => {
  const closing = await Store.open(store.settings);
  const held = await take(closing, bob);

  await closing.close();

  expect(await held.isHeld()).toBe(false);
  expect(await (await take(one, bob)).isHeld()).toBe(true);
});

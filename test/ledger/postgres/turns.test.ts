/** Turns that processes on one PostgreSQL keep: one at a time, whatever becomes of who has it (R20). */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Turn, Turns, TurnWait } from '../../../src/domain/turn.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import type { OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { Store } from '../../../src/ledger/store.ts';
import { freePort } from '../../support/free-port.ts';
import { anIntent, anOutcome, idOf, terms } from '../builders.ts';
import { asSuperuser, createStore } from '../stores.ts';
import type { TestStore } from '../stores.ts';

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

/** Takes a turn, and tells how often it had to be waited for. */
function ask({ turns }: { readonly turns: Turns }, name: string, wait: Partial<TurnWait> = {}) {
  const waits = { begun: Promise.withResolvers<void>(), count: 0 };
  const onWait = async (): Promise<void> => {
    waits.count += 1;
    waits.begun.resolve();
  };
  const taken = turns.take(name, { waitMs: 10_000, onWait, client: undefined, ...wait });
  return { taken, waits };
}

async function take(ledger: OpenLedger, name: string): Promise<Turn> {
  const turn = await ask(ledger, name).taken;
  if (turn === null) throw new Error('the turn did not come');
  return turn;
}

/** Ends every connection that holds or awaits a turn, as a restart of the server does. */
function cut(): Promise<void> {
  return asSuperuser(
    url,
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())`,
  );
}

test('one at a time: another process waits for it, and is told that it does', async () => {
  const first = await take(one, bob);

  const { taken, waits } = ask(other, bob);
  await waits.begun.promise;
  const early = await Promise.race([taken, ask(other, 'alpha OATH carol').taken]);
  expect([await first.isHeld(), await early?.isHeld(), waits.count]).toEqual([true, true, 1]);
  first.release();
  const second = await taken;

  first.release();
  expect([await first.isHeld(), await second?.isHeld()]).toEqual([false, true]);
  second?.release();
  early?.release();
});

test.each(['alpha PUSH bob', 'beta OATH bob', 'alpha OATH bob ', 'alpha OATH Bob'])(
  'nobody waits for another name: %s',
  async (name) => {
    const first = await take(one, bob);

    const { taken, waits } = ask(other, name);

    expect(await (await taken)?.isHeld()).toBe(true);
    expect(waits.count).toBe(0);
    first.release();
    (await taken)?.release();
  },
);

test('a turn that does not come in time is none, and the next one comes', async () => {
  const first = await take(one, bob);

  expect(await ask(other, bob, { waitMs: 100 }).taken).toBeNull();
  first.release();

  expect(await (await take(other, bob)).isHeld()).toBe(true);
});

test('whoever goes away while they wait takes no turn', async () => {
  const first = await take(one, bob);
  const client = new AbortController();
  const { taken, waits } = ask(other, bob, { client: client.signal });
  await waits.begun.promise;

  client.abort();

  expect(await taken).toBeNull();
  first.release();
  expect(await (await take(other, bob)).isHeld()).toBe(true);
});

test('what is thrown before the wait ends it, and holds nothing', async () => {
  const first = await take(one, bob);
  const broken = new Error('AM is away');

  const { taken } = ask(other, bob, { onWait: () => Promise.reject(broken) });

  await expect(taken).rejects.toBe(broken);
  first.release();
  expect(await (await take(other, bob)).isHeld()).toBe(true);
});

describe('a connection that breaks', () => {
  test('takes its turn away, and whoever had it knows', async () => {
    const first = await take(one, bob);
    const { taken, waits } = ask(other, 'alpha OATH carol');
    const carol = await taken;

    await cut();

    expect([await first.isHeld(), await carol?.isHeld(), waits.count]).toEqual([false, false, 0]);
    first.release();
    expect(await (await take(other, bob)).isHeld()).toBe(true);
    expect(await (await take(one, 'alpha OATH carol')).isHeld()).toBe(true);
  });

  test('while somebody waits on it is a ledger that does not answer', async () => {
    const first = await take(one, bob);
    const { taken, waits } = ask(other, bob);
    const failure = taken.catch((error: unknown) => error);
    await waits.begun.promise;

    await cut();

    expect(await failure).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    first.release();
  });
});

describe('when every connection for turns is in use', () => {
  const all = ['alpha OATH bob', 'alpha PUSH bob'];

  test('records are written all the same', async () => {
    await Promise.all(all.map((name) => take(one, name)));

    const id = idOf(await one.begin(anIntent(), terms()));

    expect(await one.complete(id, anOutcome())).toBe('recorded');
  });

  test('the next one waits for a connection, and no longer than it may', async () => {
    const [first] = await Promise.all(all.map((name) => take(one, name)));

    const { taken, waits } = ask(one, 'alpha OATH carol');
    await waits.begun.promise;
    expect(await ask(one, 'alpha OATH dave', { waitMs: 100 }).taken).toBeNull();
    first?.release();

    expect(await (await taken)?.isHeld()).toBe(true);
  });
});

test('a server that is away is a ledger that does not answer', async () => {
  const away = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`;
  const ledger = await Store.open({
    folder: store.settings.folder,
    postgres: { url: away, connections },
  });

  await expect(ask(ledger, bob).taken).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  await ledger.close();
});

test('a close gives back what is held', async () => {
  const { settings } = store;
  const closing = await Store.open(settings);
  const held = await ask(closing, bob).taken;

  await closing.close();

  expect(await held?.isHeld()).toBe(false);
  expect(await (await take(one, bob)).isHeld()).toBe(true);
});

/** Readiness writes: it fails before a change, and an acknowledged change is kept (G2, R34). */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { ledgerOn, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import { Store } from '../../src/store/store.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { asSuperuser, engine, recordsOf, type TestStore, useLedger } from './stores.ts';

const onSqlite = engine === 'SQLite' ? describe : describe.skip;
const onPostgres = engine === 'PostgreSQL' ? describe : describe.skip;

let tested: TestStore;
let ledger: OpenLedger & { readonly store: Store };

useLedger((opened) => ({ store: tested, ledger } = opened));

const intentFor = (id: string) => anIntent({ target: aPerson({ id }) });
const unavailable = (why: string) => ({
  code: 'AUDIT_UNAVAILABLE',
  detail: `The ledger does not answer (${why}).`,
});

onSqlite('the file of SQLite', () => {
  const removed = unavailable('its file was removed or replaced');
  const path = (name: string): string => join(tested.settings.folder, name);

  test.each(['removed', 'replaced'])('that is %s accepts no change', async (what) => {
    const id = idOf(await ledger.begin(intentFor('ann'), terms()));
    await rename(path('ledger.db'), path('elsewhere.db'));
    await rm(path('ledger-is-here.txt'));
    if (what === 'replaced')
      await (await Store.open({ folder: tested.settings.folder, postgres: undefined })).close();

    expect(await ledger.problem()).toMatchObject(removed);
    await expect(ledger.begin(intentFor('bob'), terms())).rejects.toMatchObject(removed);
    expect(await ledger.complete(id, anOutcome())).toBe('spooled');

    await rename(path('elsewhere.db'), path('ledger.db'));
    expect(await ledger.problem()).toBeNull();
  });

  test('without space accepts no change until there is space again', async () => {
    const full = unavailable('database or disk is full');
    const pages = await ledger.store.query((db) =>
      sql<{ page_count: number }>`pragma page_count`.execute(db),
    );
    const limitTo = (count: number): Promise<unknown> =>
      ledger.store.query((db) => sql.raw(`pragma max_page_count = ${count}`).execute(db));
    await limitTo(Number(pages.rows[0]?.page_count));
    const fill = async (): Promise<void> => {
      for (let number = 0; number < 100; number += 1)
        await ledger.begin(intentFor(`person-${number}`), terms());
    };

    await expect(fill()).rejects.toMatchObject(full);
    expect(await ledger.problem()).toMatchObject(full);

    await limitTo(1_000_000);
    expect(await ledger.problem()).toBeNull();
  });

  test('reserves space for outcomes', async () => {
    const space = { free: 10_000, total: 100_000 };
    const { folder } = tested.settings;
    await ledger.close();
    const store = await Store.open(tested.settings, { spaceOf: async () => space });
    const reserving = await ledgerOn(store, folder, { now: Date.now, warn: () => undefined });
    const id = idOf(await reserving.begin(intentFor('ann'), terms()));

    space.free = 4_000;

    const reserved = unavailable('the space that is left is reserved for outcomes');
    await expect(reserving.begin(intentFor('bob'), terms())).rejects.toMatchObject(reserved);
    expect(await reserving.problem()).toMatchObject(reserved);
    expect(await reserving.complete(id, anOutcome())).toBe('recorded');
    await reserving.close();
  });
});

describe('appends that fail although a try succeeds, as with a damaged index', () => {
  const append = (code: string): Promise<unknown> =>
    ledger.store.append(() => Promise.reject(Object.assign(new Error('damaged'), { code })));

  test('end readiness after three in a row, until one succeeds', async () => {
    for (const code of ['XX002', 'XX002']) await append(code).catch(() => 0);
    expect(await ledger.problem()).toBeNull();

    await append('55P03').catch(() => 0);
    expect(await ledger.problem()).toMatchObject(unavailable('55P03'));
    expect(await ledger.problem()).toMatchObject(unavailable('55P03'));

    await ledger.begin(intentFor('ann'), terms());
    expect(await ledger.problem()).toBeNull();
  });

  test('do not end readiness if the store only rejects a value', async () => {
    for (const code of ['22021', '23505', '22P02']) await append(code).catch(() => 0);
    expect(await ledger.problem()).toBeNull();
  });
});

onPostgres('PostgreSQL', () => {
  test.each(['read only', 'read write'])('that is %s', async (access) => {
    const url = new URL(tested.settings.postgres?.url ?? '');
    const isReadOnly = access === 'read only' ? 'on' : 'off';
    await asSuperuser(
      url.href,
      `alter database ${url.pathname.slice(1)} set default_transaction_read_only = ${isReadOnly}`,
    );
    const other = await tested.open();

    const problem = await other.problem();

    expect(problem?.detail ?? null).toBe(
      access === 'read only' ? 'The ledger does not answer (25006).' : null,
    );
  });

  test('after a failed append tries one, and keeps no record', async () => {
    const block = sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no room' using errcode = '53100'; end $$;
      create trigger refuse before insert on ledger_record execute function refuse()`;
    await ledger.store.append((transaction) => block.execute(transaction), 'outcome');
    const full = unavailable('53100');

    expect(await ledger.problem()).toBeNull();
    await expect(ledger.begin(intentFor('ann'), terms())).rejects.toMatchObject(full);
    expect(await ledger.problem()).toMatchObject(full);

    await ledger.store.query((db) => sql`drop trigger refuse on ledger_record`.execute(db));
    expect(await ledger.problem()).toBeNull();
    expect(await tested.bare(recordsOf)).toEqual([]);
  });
});

/** `identity-gateway ledger copy` moves a ledger of SQLite to PostgreSQL, with all that it has. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Store } from '../../../src/store/store.ts';
import { commandResult, type CommandResult } from '../../support/run-command.ts';
import { anIntent, terms } from '../builders.ts';
import { withEverything } from '../filled.ts';
import { keptLedger, restore, rowsOf, type KeptLedger } from '../kept-ledger.ts';
import { createDatabase, createStore, onSqlite, tamper, type TestStore } from '../stores.ts';

let kept: KeptLedger;
let old: TestStore;
let target: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  kept = await onSqlite(keptLedger, ...withEverything);
});
beforeEach(async () => {
  [old, target] = await Promise.all([restore(kept, 'SQLite'), createDatabase()]);
});
afterEach(async () => {
  await old.remove();
  await target.drop();
});

function ledger(command: string, env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  return commandResult(['ledger', ...command.split(' ')], {
    DATA_DIR: old.settings.folder,
    ...env,
  });
}

const copy = (): Promise<CommandResult> => ledger(`copy --to ${target.url}`);

async function onTarget<T>(act: (store: Store) => Promise<T>): Promise<T> {
  const postgres = { url: target.url, connections: 1 };
  const store = await Store.open({ folder: 'none', postgres }, { isReading: true });
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}

const sorted = (rows: KeptLedger['rows']): unknown =>
  Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [
      table,
      all.map((row) => JSON.stringify(row, Object.keys(row).toSorted())).toSorted(),
    ]),
  );

test('every row of every table is there, and the chain has the same heads', async () => {
  const heads = (await ledger('verify')).out.filter((line) => line.startsWith('--head'));

  const { code, out, err } = await copy();

  const rows = Object.values(kept.rows).flat().length;
  expect(heads.length).toBeGreaterThan(1);
  expect([code, err]).toEqual([0, []]);
  expect(out).toEqual([
    `Copied: ${rows} rows.`,
    `Whole: ${kept.rows['ledger_record']?.length} records.`,
    ...heads,
    `Moved: ${old.settings.folder} is marked. Set DATABASE_URL, and start the gateway.`,
  ]);
  expect(sorted(await onTarget(rowsOf))).toEqual(sorted(kept.rows));
  const verified = await ledger('verify', { DATABASE_URL: target.url });
  expect(verified.out).toEqual(expect.arrayContaining(heads));
});

test('the new ledger has the indexes of an empty one', async () => {
  const indexes = async (store: Store): Promise<string[]> => {
    const { rows } = await store.query((db) =>
      sql<{ text: string }>`select indexdef as text from pg_indexes
        where schemaname = current_schema() order by indexname`.execute(db),
    );
    return rows.map(({ text }) => text);
  };
  const fresh = await createStore('PostgreSQL');

  await copy();

  const expected = await fresh.bare(indexes);
  await fresh.remove();
  expect(await onTarget(indexes)).toEqual(expected);
  expect(expected.join()).toContain('ledger_record_actor_at');
});

test('the old folder is marked: only the new ledger goes on', async () => {
  const { folder } = old.settings;
  await copy();

  const sentence = `DATABASE_URL: missing; the ledger of ${folder} was moved to PostgreSQL, and ${folder}/ledger.db lacks what was recorded since.`;
  await expect(Store.open(old.settings, { owner: 'AM' })).rejects.toThrow(sentence);
  expect(await ledger('verify')).toMatchObject({
    code: 78,
    err: [expect.stringContaining(sentence)],
  });
  const postgres = { url: target.url, connections: 1 };
  const opened = await Store.open({ folder, postgres }, { owner: 'AM' });
  expect(
    (await opened.query((db) => db.selectFrom('ledger_owner').selectAll().execute())).length,
  ).toBe(1);
  await opened.close();
  expect(readFileSync(join(folder, 'ledger-was-moved.txt'), 'utf8')).toContain('PostgreSQL');
  expect(readdirSync(folder)).not.toContain('ledger-is-here.txt');
});

describe('nothing is copied', () => {
  async function expectUntouched(): Promise<void> {
    expect(await ledger('verify')).toMatchObject({ code: 0 });
  }

  test('while a gateway has the ledger open', async () => {
    await old.open();

    expect(await copy()).toMatchObject({
      code: 78,
      err: [expect.stringContaining('Another process has the ledger')],
    });
    await old.bare(async () => undefined);
    await expectUntouched();
  });

  test('to a database that a gateway has used', async () => {
    const own = { url: target.url, connections: 1 };
    const used = await Store.open(
      { folder: join(old.settings.folder, 'other'), postgres: own },
      { owner: 'AM' },
    );
    await used.close();

    expect(await copy()).toMatchObject({
      code: 78,
      err: [
        '--to: the database is in use: it has rows in ledger_owner. Nothing was copied. Create an empty database.',
      ],
    });
    await expectUntouched();
  });

  test.each([
    ['postgres://nobody@127.0.0.1', 64, /^--to: the URL names no database/],
    ['sqlite:/ledger', 64, /^--to: expected a URL like postgres:/],
    ['postgres://nobody@127.0.0.1:1/ledger', 69, /^The ledger does not answer \(ECONNREFUSED\)/],
  ])('to %s', async (url, code, text) => {
    const refused = await ledger(`copy --to ${url}`);

    expect([refused.code, refused.err[0]]).toEqual([code, expect.stringMatching(text)]);
    await expectUntouched();
  });

  test('in part: a row that PostgreSQL cannot hold leaves its database empty', async () => {
    const text = 'a\u0000b';
    await old.bare((store) =>
      store.change((db) =>
        db.insertInto('audit_lease').values({ name: text, holder: text, until_at: 1 }).execute(),
      ),
    );

    expect((await copy()).code).toBe(69);
    const rows = Object.values(await onTarget(rowsOf)).flat();
    expect(rows).toEqual([]);
    await expectUntouched();
  });
});

test('a run that ended before the folder was marked is completed by the next one', async () => {
  await copy();
  const { folder } = old.settings;
  // As after a crash between the commit and the mark.
  asIfNotMarked(folder);

  const again = await copy();

  expect(again.code).toBe(0);
  expect(again.out[0]).toMatch(/^An earlier run has copied these \d+ rows\.$/);
});

test('a ledger that went on after a copy is not taken for that copy', async () => {
  await copy();
  asIfNotMarked(old.settings.folder);
  const ledgerOfOld = await old.open();
  await ledgerOfOld.begin(anIntent(), terms());
  await ledgerOfOld.close();

  expect(await copy()).toMatchObject({
    code: 78,
    err: [expect.stringContaining('the database is in use: it has rows in')],
  });
});

test('a chain that was broken before is copied as it is', async () => {
  await old.bare((store) => tamper(store, { realm: 'alpha', number: 20 }, { person: 'carol' }));

  const { code, out, err } = await copy();

  expect(out).toContain('Broken: record 20 of realm alpha: its columns do not match its content.');
  expect([code, err]).toEqual([
    0,
    ['The old ledger is broken there, too. The copy has all of its records.'],
  ]);
});

function asIfNotMarked(folder: string): void {
  rmSync(join(folder, 'ledger-was-moved.txt'));
  writeFileSync(join(folder, 'ledger-is-here.txt'), '');
}

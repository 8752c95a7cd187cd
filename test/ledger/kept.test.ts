/**
 * Ledgers of earlier releases: this one migrates them, their chains are whole, and their records
 * are read (R39). `KEEP_LEDGER=0.4.0 npm test -- test/ledger/kept.test.ts` keeps that of a release.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Store } from '../../src/store/store.ts';
import { recordKinds } from '../../src/store/kinds/record-kinds.ts';
import { migrations } from '../../src/store/tables/migrations.ts';
import { withEverything } from './filled.ts';
import { insert, keptLedger, restore, statementsOf, type KeptLedger } from './kept-ledger.ts';
import { engine, onOneLedger, recordsOf, verifyAll, type TestStore } from './stores.ts';

const folder = 'test/ledger/kept';
const ofThis = 'this version';
const versions = globSync(`${folder}/*.json`).map((file) => basename(file, '.json'));

const on = onOneLedger(...withEverything);
let newest: KeptLedger;
beforeAll(async () => {
  newest = await keptLedger(on);
  const version = process.env['KEEP_LEDGER'];
  if (version === undefined || engine !== 'SQLite') return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${version}.json`, `${JSON.stringify(newest, null, 1)}\n`);
});

function ledgerOf(version: string): KeptLedger {
  if (version === ofThis) return newest;
  const kept: KeptLedger = JSON.parse(readFileSync(`${folder}/${version}.json`, 'utf8'));
  return kept;
}

async function onRestored<T>(kept: KeptLedger, use: (store: TestStore) => Promise<T>): Promise<T> {
  const store = await restore(kept);
  try {
    return await use(store);
  } finally {
    await store.remove();
  }
}

test('the ledger to keep has every migration, kind of record and table', () => {
  const kinds = new Set(newest.rows['ledger_record']?.map(({ kind }) => kind));
  const empty = Object.entries(newest.rows).filter(([, rows]) => rows.length === 0);

  expect(newest.migrations).toEqual(Object.keys(migrations));
  expect(kinds).toEqual(new Set(recordKinds));
  expect(empty).toEqual([]);
});

describe.each([...versions, ofThis])('a ledger of %s', (version) => {
  test('is migrated, is whole and is read', async () => {
    const kept = ledgerOf(version);
    const records = kept.rows['ledger_record'] ?? [];
    const realms = [...new Set(records.map(({ realm }) => String(realm)))];
    const intents = records.filter(({ kind }) => kind === 'intent').length;

    await onRestored(kept, async (store) => {
      const ledger = await store.open();
      const pages = [];
      for (const realm of realms) pages.push(await ledger.history({ realm, first: 100 }));
      const unreadable = ledger.unreadableChanges();
      const { broken, found } = await store.bare(async (bare) => ({
        broken: (await verifyAll(bare)).broken,
        found: (await recordsOf(bare)).map(({ hash }) => hash),
      }));

      expect([broken, unreadable]).toEqual([null, 0]);
      expect(found).toEqual(records.map(({ hash }) => hash));
      expect(intents).toBeGreaterThan(0);
      const shown = pages.flatMap(({ changes }) => changes);
      expect(shown.filter(({ refusal }) => refusal === null)).toHaveLength(intents);
    });
  });

  test('is whole with what its gateway still writes after the migration', async () => {
    const kept = ledgerOf(version);
    const records = kept.rows['ledger_record'] ?? [];
    const early = { ...kept.rows, ledger_record: records.slice(0, -5) };

    await onRestored({ ...kept, rows: early }, async (store) => {
      await (await store.open()).close();
      const late = records.slice(-5);
      await store.bare((bare) =>
        bare.change(async (db) => {
          for (const row of late) await insert(db, 'ledger_record', row);
          await sql`delete from outbox_message`.execute(db);
          for (const row of kept.rows['outbox_message'] ?? [])
            await insert(db, 'outbox_message', row);
        }),
      );

      expect(late).toHaveLength(5);
      expect((await store.verdict()).broken).toBeNull();
    });
  });

  test('has the tables that its migrations still create', async () => {
    const { migrations: own, statements } = ledgerOf(version);
    const empty = { migrations: own, rows: {}, statements };
    const created = await onRestored(empty, async ({ settings }) => {
      const store = await Store.open(settings, { isReading: true });
      try {
        return await statementsOf(store);
      } finally {
        await store.close();
      }
    });

    expect(created).toEqual(engine === 'SQLite' ? statements : []);
  });
});

/** Several gateways on one PostgreSQL: as one, whatever the server's defaults are (R19). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { anActor, anIntent, aPerson, limit, terms } from '../builders.ts';
import { asSuperuser, createStore, recordsOf } from '../stores.ts';
import type { TestStore } from '../stores.ts';

let store: TestStore;

beforeEach(async () => {
  store = await createStore('PostgreSQL');
});
afterEach(() => store.remove());

const four = (): Promise<OpenLedger[]> =>
  Promise.all([store.open(), store.open(), store.open(), store.open()]);

/** One ledger after the other. */
function ledgerOf(ledgers: readonly OpenLedger[], index: number): OpenLedger {
  const ledger = ledgers[index % ledgers.length];
  if (ledger === undefined) throw new Error('there is no ledger');
  return ledger;
}

/** Makes a property the default of every transaction in the database of the test. */
function byDefault(property: string): Promise<void> {
  const url = new URL(store.settings.postgres?.url ?? '');
  return asSuperuser(url.href, `alter database ${url.pathname.slice(1)} set ${property}`);
}

test('they make the tables once, though they start at once', async () => {
  const ledgers = await four();

  for (const ledger of ledgers) expect(await ledger.problem()).toBeNull();
});

test('fifty requests with one key are one change', async () => {
  const ledgers = await four();

  const begun = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      ledgerOf(ledgers, index).begin(anIntent(), terms({ idempotencyKey: 'key-1' })),
    ),
  );

  expect(begun.filter((one) => one.kind === 'recorded')).toHaveLength(1);
  expect(begun.filter((one) => one.kind === 'in progress')).toHaveLength(49);
  expect(await store.bare(recordsOf)).toHaveLength(1);
});

test.each(['read committed', 'repeatable read', 'serializable'])(
  'no limit is passed in two realms at once where transactions are %s',
  async (level) => {
    await byDefault(`default_transaction_isolation = '${level}'`);
    const ledgers = await four();
    const limits = [limit('actor', 7, 600)];

    const begun = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const target = aPerson({ id: `p-${index}`, realm: index % 2 === 0 ? 'alpha' : 'beta' });
        return ledgerOf(ledgers, index).begin(anIntent({ target }), terms({ limits }));
      }),
    );

    expect(begun.filter((one) => one.kind === 'recorded')).toHaveLength(7);
    expect(begun.filter((one) => one.kind === 'limited')).toHaveLength(33);
  },
);

test('no limit of searches is passed, whichever process is asked', async () => {
  const ledgers = await four();

  const begun = await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const realm = index % 2 === 0 ? 'alpha' : 'beta';
      const search = { actor: anActor(), realm, correlationId: `${index}` };
      return ledgerOf(ledgers, index).search(search, [{ most: 7, withinSeconds: 60 }]);
    }),
  );

  expect(begun.filter(({ kind }) => kind === 'may be made')).toHaveLength(7);
  expect(begun.filter(({ kind }) => kind === 'limited')).toHaveLength(33);
  const records = await store.bare(recordsOf);
  expect(records.filter(({ counted }) => counted === 1)).toHaveLength(7);
});

test('a record is on the disk when it is acknowledged, though the server would not wait for it', async () => {
  await byDefault('synchronous_commit = off');
  const { store: kept } = await store.open();

  const { rows } = await kept.write((transaction) =>
    sql<{ value: string }>`select current_setting('synchronous_commit') as value`.execute(
      transaction,
    ),
  );

  expect(rows).toEqual([{ value: 'on' }]);
});

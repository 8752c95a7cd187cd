/** Several ledgers on one PostgreSQL act as one, whatever the server's defaults are (R19). */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { SearchBegun } from '../../../src/domain/ledger-ports/ledger.ts';
import type { OpenLedger } from '../../../src/ledger/open-ledger.ts';
import { until } from '../../reliability/am-traffic.ts';
import { anActor, anIntent, aPerson, limit, terms } from '../builders.ts';
import { asSuperuser, createStore, type TestStore } from '../stores.ts';

let store: TestStore;

beforeEach(async () => {
  store = await createStore('PostgreSQL');
});
afterEach(() => store.remove());

const four = (): Promise<OpenLedger[]> =>
  Promise.all([store.open(), store.open(), store.open(), store.open()]);

/** Sets a default for all transactions in the database of the test. */
function setDefault(property: string): Promise<void> {
  const url = new URL(store.settings.postgres?.url ?? '');
  return asSuperuser(url.href, `alter database ${url.pathname.slice(1)} set ${property}`);
}

test('the tables are created once if several ledgers start at the same time', async () => {
  const ledgers = await four();

  for (const ledger of ledgers) expect(await ledger.problem()).toBeNull();
});

test.each(['read committed', 'repeatable read', 'serializable'])(
  'no limit is exceeded in two realms at the same time with %s transactions',
  async (level) => {
    await setDefault(`default_transaction_isolation = '${level}'`);
    const ledgers = await four();
    const limits = [limit('actor', 7, 600)];

    const begun: unknown[] = [];
    // One for each ledger at a time, so that none waits long for its turn on a busy machine.
    for (let round = 0; round < 10; round += 1) {
      const atOnce = ledgers.map((ledger, index) => {
        const target = aPerson({
          id: `p-${round}-${index}`,
          realm: index % 2 === 0 ? 'alpha' : 'beta',
        });
        return ledger.begin(anIntent({ target }), terms({ limits }));
      });
      begun.push(...(await Promise.all(atOnce)).map(({ kind }) => kind));
    }

    expect(begun.filter((kind) => kind === 'recorded')).toHaveLength(7);
    expect(begun.filter((kind) => kind === 'limited')).toHaveLength(33);
  },
);

test('an acknowledged record is on disk, even if the server commits asynchronously by default', async () => {
  await setDefault('synchronous_commit = off');
  const { store: kept } = await store.open();

  const { rows } = await kept.append((transaction) =>
    sql<{ value: string }>`select current_setting('synchronous_commit') as value`.execute(
      transaction,
    ),
  );

  expect(rows).toEqual([{ value: 'on' }]);
});

test('searches of all ledgers together reach a limit exactly', async () => {
  const ledgers = await four();
  const search = { actor: anActor(), realm: 'alpha', correlationId: 'a' };

  const limits = [{ most: 7, withinSeconds: 3_600 }];
  const begun: SearchBegun[] = [];
  // A ledger that waits for a second counts its own searches only, so they search in turn, and
  // their connections are open before.
  for (const ledger of ledgers) await ledger.problem();
  for (let index = 0; index < 40; index += 1) {
    const searched = await ledgers[index % 4]?.search(search, limits);
    if (searched !== undefined) begun.push(searched);
  }

  expect(begun.filter((one) => one.kind === 'may be made')).toHaveLength(7);
  expect(begun.filter((one) => one.kind === 'limited')).toHaveLength(33);
});

test('another gateway, which has just read the levels, refuses changes', async () => {
  const [one, other] = [await store.open(), await store.open()];
  expect(await other.threats?.current()).toEqual([]);
  const end = new Date(store.clock.now + 3_600_000).toISOString();
  const by = { actor: null, isFresh: false, correlationId: null };
  await one.threats?.set({ realm: 'alpha', level: 'FROZEN', until: end, reason: 'test', ...by });

  const setAt = performance.now();
  await until('the other gateway refuses', async () => {
    const checked = await other.check(anIntent(), terms());
    return checked.kind === 'refused';
  });
  expect(performance.now() - setAt).toBeLessThan(2_000);
});

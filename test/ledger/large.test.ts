/** What keeps working on a ledger of many records: windows, batches, and commands without haste. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Store } from '../../src/ledger/store.ts';
import { prune } from '../../src/ledger/upkeep/prune.ts';
import { anIntent, anOutcome, aPerson, idOf, terms } from './builders.ts';
import { createStore, engine, noon, type StoredLedger, type TestStore } from './stores.ts';

const hour = 3_600_000;
const day = 24 * hour;

let store: TestStore;
let ledger: StoredLedger;

beforeEach(async () => {
  store = await createStore();
  ledger = await store.open(['webhook:a', 'webhook:b']);
});
afterEach(() => store.remove());

async function begin(id: string): Promise<string> {
  return idOf(await ledger.begin(anIntent({ target: aPerson({ id }) }), terms()));
}

test('open changes of many days are found, oldest first', async () => {
  const ids: string[] = [];
  for (let number = 0; number < 12; number += 1) {
    store.clock.now = noon + number * 7 * hour;
    ids.push(await begin(`person-${number}`));
  }
  const [first = '', ...others] = ids;
  await ledger.complete(others[4] ?? '', anOutcome());

  const after = new Date(noon + 1);
  const open = await ledger.openIntents({ before: new Date(store.clock.now + 1), after });

  expect(first).not.toBe('');
  expect(open.map(({ id }) => id)).toEqual(others.filter((_, number) => number !== 4));
});

test('prune removes old messages that do not wait', async () => {
  await ledger.complete(await begin('bob'), anOutcome());
  const [sent] = await ledger.outbox.claim('webhook:a', 1);
  if (sent !== undefined) await ledger.outbox.settle(sent, { kind: 'delivered' });
  store.clock.now += 10 * day;

  const before = new Date(store.clock.now - 5 * day);
  await prune(ledger.store, { before, now: store.clock.now, progress: () => undefined });

  const left = await ledger.store.read((db) =>
    db.selectFrom('outbox_message').select(['channel', 'state']).execute(),
  );
  expect(left).toEqual([{ channel: 'webhook:b', state: 'waiting' }]);
});

if (engine === 'PostgreSQL') {
  test('statements have a time limit, except those of commands', async () => {
    const limitOf = async (isPatient: boolean) => {
      const opened = await Store.open(store.settings, { isPatient });
      try {
        return await opened.read((db) => sql`show statement_timeout`.execute(db));
      } finally {
        await opened.close();
      }
    };

    expect((await limitOf(false)).rows).toEqual([{ statement_timeout: '5s' }]);
    expect((await limitOf(true)).rows).toEqual([{ statement_timeout: '0' }]);
  });
}

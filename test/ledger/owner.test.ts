/** The ledgers of the sandbox and of a real AM are kept apart. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Store } from '../../src/ledger/store.ts';
import { ledgerOn } from '../../src/ledger/open-ledger.ts';
import type { LedgerOwner } from '../../src/ledger/owner.ts';
import { anIntent, terms } from './builders.ts';
import { createStore, recordsOf, type TestStore } from './stores.ts';

let tested: TestStore;

beforeEach(async () => {
  tested = await createStore();
});
afterEach(() => tested.remove());

/** Opens the store for an owner and records a change. */
async function use(owner: LedgerOwner): Promise<void> {
  const store = await Store.open(tested.settings, { owner });
  const parts = { now: Date.now, warn: () => undefined };
  const ledger = await ledgerOn(store, tested.settings.folder, parts);
  await ledger.begin(anIntent(), terms());
  await ledger.close();
}

test('the sandbox begins with an empty ledger, a real AM continues its own', async () => {
  await use('sandbox');
  await use('sandbox');
  expect(await tested.bare(recordsOf)).toHaveLength(1);
  await expect(use('AM')).rejects.toThrow('belongs to the sandbox');
});

test('a ledger of a real AM is refused to the sandbox, and stays', async () => {
  await use('AM');

  await expect(use('sandbox')).rejects.toThrow('of a real Access Management');
  expect(await tested.bare(recordsOf)).toHaveLength(1);
  await expect(use('AM')).resolves.toBeUndefined();
});

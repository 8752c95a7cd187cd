/** The ledgers of the sandbox and of a real AM are kept apart. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ledgerOn, type OpenLedger } from '../../src/ledger/open-ledger.ts';
import { claim } from '../../src/store/tables/owner.ts';
import type { LedgerOwner } from '../../src/store/tables/owner-rows.ts';
import { Store } from '../../src/store/store.ts';
import { anIntent, terms } from './builders.ts';
import { engine, onLedger, recordsOf } from './stores.ts';

const on = onLedger();

const parts = { now: Date.now, warn: () => undefined };

/** Replaces the mark, as a restored or replaced database does. */
async function setOwner(store: Store, owner: LedgerOwner | null): Promise<void> {
  await store.change((db) => db.deleteFrom('ledger_owner').execute());
  if (owner === null) return;
  await store.change((db) => db.insertInto('ledger_owner').values({ id: 1, owner }).execute());
}

/** Opens the store for an owner and records a change. */
async function use(owner: LedgerOwner): Promise<void> {
  await on.ledger.close();
  const store = await Store.open(on.store.settings, { owner });
  const ledger = await ledgerOn(store, on.store.settings.folder, parts);
  await ledger.begin(anIntent(), terms());
  await ledger.close();
}

test('the sandbox begins with an empty ledger, a real AM continues its own', async () => {
  await use('sandbox');
  await use('sandbox');
  expect(await on.store.bare(recordsOf)).toHaveLength(1);
  await expect(use('AM')).rejects.toThrow('belongs to the sandbox');
});

test('a ledger of a real AM is refused to the sandbox, and stays', async () => {
  await use('AM');

  await expect(use('sandbox')).rejects.toThrow('of a real Access Management');
  expect(await on.store.bare(recordsOf)).toHaveLength(1);
  await expect(use('AM')).resolves.toBeUndefined();
});

const other: Readonly<Record<LedgerOwner, LedgerOwner>> = { AM: 'sandbox', sandbox: 'AM' };
const refusals: Readonly<Record<LedgerOwner, string>> = {
  AM: 'of a real Access Management',
  sandbox: 'belongs to the sandbox',
};
const owners = ['AM', 'sandbox'] as const satisfies readonly LedgerOwner[];

test.each(owners)('an empty ledger that %s has opened is refused to the other', async (owner) => {
  await on.ledger.close();
  await (await Store.open(on.store.settings, { owner })).close();

  await expect(Store.open(on.store.settings, { owner: other[owner] })).rejects.toThrow(
    refusals[owner],
  );
  await (await Store.open(on.store.settings, { owner })).close();
});

test('a ledger with records and without a mark is that of a real AM', async () => {
  await use('AM');
  await on.store.bare((store) => setOwner(store, null));

  await expect(use('sandbox')).rejects.toThrow(refusals.AM);
  await expect(use('AM')).resolves.toBeUndefined();
  expect(await on.store.bare(recordsOf)).toHaveLength(1);
});

test('a folder notes where its ledger is, and refuses the other engine', async () => {
  const { folder, postgres } = on.store.settings;
  await on.ledger.close();
  await (await Store.open(on.store.settings, { owner: 'AM' })).close();
  const url = 'postgres://127.0.0.1:1/ledger';
  const otherEngine = postgres === undefined ? { url, connections: 1 } : undefined;

  await expect(Store.open({ folder, postgres: otherEngine }, { owner: 'AM' })).rejects.toThrow(
    engine === 'SQLite' ? 'Remove DATABASE_URL' : 'DATABASE_URL: missing; the ledger of',
  );
  expect(readdirSync(folder)).toContain(
    engine === 'SQLite' ? 'ledger-is-here.txt' : 'ledger-is-elsewhere.txt',
  );
});

/** Everything that deletes or appends in a transaction of its own. */
const acts: Readonly<Record<string, (ledger: OpenLedger, store: Store) => Promise<unknown>>> = {
  'an append': (ledger) => ledger.begin(anIntent(), terms()),
  'the deletion of all': (ledger) => ledger.empty(),
  'the check of readiness': (_ledger, store) => store.check(),
};

describe.each(owners)('of %s', (owner) => {
  test.each(Object.entries(acts))('%s is refused once it is the other’s', async (_name, act) => {
    await on.change();
    await on.ledger.close();
    await on.store.bare((bare) => bare.append((writing) => claim(writing, 'AM')));
    await on.store.bare((bare) => setOwner(bare, owner));
    const store = await Store.open(on.store.settings, { owner });
    const ledger = await ledgerOn(store, on.store.settings.folder, parts);
    const before = await recordsOf(store);

    await setOwner(store, other[owner]);
    await expect(act(ledger, store)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    await setOwner(store, null);
    await expect(act(ledger, store)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });

    expect(await recordsOf(store)).toEqual(before);
    await setOwner(store, owner);
    await ledger.close();
  });
});

test('a real AM’s own process cannot delete its records', async () => {
  await use('AM');
  const store = await Store.open(on.store.settings, { owner: 'AM' });
  const ledger = await ledgerOn(store, on.store.settings.folder, parts);

  await expect(ledger.empty()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  expect(await recordsOf(store)).toHaveLength(1);
  await ledger.close();
});

/**
 * A list does not fail by its worst record: one that a newer version wrote, or that was altered, is
 * left out, counted and logged, and everything else goes on (R40).
 */
import { beforeEach, expect, test } from '@jest/globals';
import { anIntent, anOutcome, idOf, terms } from './builders.ts';
import { recordsOf, tamper, useLedger, type StoredLedger, type TestStore } from './stores.ts';

let store: TestStore;
let ledger: StoredLedger;
useLedger((opened) => void ({ store, ledger } = opened));

let ids: string[];

/** Three changes and a refusal. Tests then rewrite some of their bodies. */
beforeEach(async () => {
  ids = [];
  for (const key of ['one', 'two', 'three']) {
    const intent = anIntent({ reason: key });
    ids.push(idOf(await ledger.begin(intent, terms({ idempotencyKey: key }))));
    store.clock.now += 60_000;
  }
  await ledger.refuse(anIntent(), 'FORBIDDEN');
});

/** How a body became unreadable, and of how many records. */
const ways: readonly (readonly [string, (body: string) => string, number])[] = [
  ['has an effect of a newer one', (body) => body.replace('"effect":"reset"', '"effect":"x"'), 2],
  ['has a code of a newer one', (body) => body.replace('FORBIDDEN', 'NEW_CODE'), 1],
  ['is altered', (body) => body.slice(0, -9), 2],
];

/** Rewrites the bodies of records by their kind and, of changes, their place. */
async function rewrite(write: (body: string) => string, change: string | undefined): Promise<void> {
  for (const row of await recordsOf(ledger.store))
    if (change === undefined ? row.kind === 'refusal' : row.change_id === change)
      await tamper(ledger.store, row, { body: write(row.body) });
}

test.each(ways)('the history goes on if a record %s', async (_label, write, count) => {
  await rewrite(write, ids[1]);
  await rewrite(write, undefined);

  const page = await ledger.history({ realm: 'alpha', first: 10 });

  expect(page.unreadable).toHaveLength(count);
  expect(page.changes).toHaveLength(4 - count);
  expect(page.changes.map(({ id }) => id)).toEqual(expect.arrayContaining([ids[2], ids[0]]));
});

test('an unreadable change is left out of every list, counted and logged once', async () => {
  await rewrite((body) => body.slice(0, -9), ids[1]);

  const pages = [
    await ledger.history({ realm: 'alpha', first: 10, refused: false }),
    await ledger.activity({ actor: anIntent().actor, realms: ['alpha'], first: 10 }),
  ];
  const open = await ledger.openIntents({ before: new Date(store.clock.now) });

  expect(pages.map(({ changes }) => changes.map(({ id }) => id))).toEqual([
    [ids[2], ids[0]],
    [ids[2], ids[0]],
  ]);
  expect(pages.map(({ unreadable }) => unreadable)).toEqual([[ids[1]], [ids[1]]]);
  expect(open.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  expect(ledger.unreadableChanges()).toBe(1);
  expect(store.warnings.filter((line) => line.includes(ids[1] ?? ''))).toHaveLength(1);
});

test('paging continues behind a page of unreadable changes', async () => {
  for (const id of ids.slice(1)) await rewrite((body) => body.slice(0, -9), id);

  const first = await ledger.history({ realm: 'alpha', first: 2, refused: false });
  const next = await ledger.history({
    realm: 'alpha',
    first: 2,
    refused: false,
    after: first.end ?? '',
  });

  expect(first).toMatchObject({ changes: [], hasMore: true });
  expect(next.changes.map(({ id }) => id)).toEqual([ids[0]]);
});

test('the actor goes on, except under the key of the unreadable change', async () => {
  await rewrite((body) => body.slice(0, -9), ids[2]);
  store.clock.now -= 60_000;

  const other = await ledger.begin(anIntent({ reason: 'three' }), terms());
  const same = ledger.begin(anIntent({ reason: 'three' }), terms({ idempotencyKey: 'three' }));

  expect(other.kind).toBe('recorded');
  await expect(same).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  await expect(ledger.findChange(ids[2] ?? '')).rejects.toMatchObject({
    code: 'AUDIT_UNAVAILABLE',
  });
  expect(await ledger.complete(ids[2] ?? '', anOutcome())).toBe('recorded');
});

/** A look that took longer than its lease does not count: another process has it (G22). */
import { expect, test } from '@jest/globals';
import type { Look, Watch } from '../../src/domain/change/watch.ts';
import { aPerson, phone } from './builders.ts';
import { onLedger } from './stores.ts';

const on = onLedger([], [], 86_400_000);
const registered: Look = {
  kind: 'registered',
  devices: [{ ...phone, id: 'new', registeredAt: null }],
};

async function claim(): Promise<Watch> {
  const watch = await on.ledger.watches.claim();
  if (watch === null) throw new Error('No look is due.');
  return watch;
}

const rowsOfWatches = () =>
  on.ledger.store.query((db) =>
    db.selectFrom('registration_watch').select(['change_id', 'later_id']).execute(),
  );

test.each([1, 2, 3])('of %i resets each is compared with the next one', async (resets) => {
  const ids: string[] = [];
  for (let number = 0; number < resets; number += 1) ids.push(await on.change());

  const found = Object.fromEntries(
    (await rowsOfWatches()).map((row) => [row.change_id, row.later_id]),
  );
  expect(found).toEqual(Object.fromEntries(ids.map((id, index) => [id, ids[index + 1] ?? null])));
});

test.each([
  ['id', aPerson({ id: 'alice' })],
  ['realm', aPerson({ realm: 'beta' })],
  ['entry', aPerson({ entry: 'id=other,ou=user,dc=example' })],
])('a reset of a person with another %s ends no watch', async (_member, target) => {
  await on.change();
  await on.change({ target });

  expect((await rowsOfWatches()).map((row) => row.later_id)).toEqual([null, null]);
});

test.each<readonly [string, Look, Look, boolean, number]>([
  ['a device that is seen late', registered, { kind: 'nothing new' }, false, 1],
  ['a device that both see', registered, registered, true, 1],
  ['a late look without a device', { kind: 'nothing new' }, registered, true, 1],
  ['a late look that ends the watch', { kind: 'cannot tell' }, { kind: 'no list' }, false, 1],
  ['a look after the end', { kind: 'nothing new' }, { kind: 'cannot tell' }, false, 0],
  ['a device that is seen after the end', registered, { kind: 'cannot tell' }, false, 0],
])('%s does not count', async (...row) => {
  const [, late, own, isFound, watched] = row;
  const id = await on.change();
  on.store.clock.now += 15_000;
  const slow = await claim();
  on.store.clock.now += 60_000;
  const other = await claim();
  await on.ledger.watches.settle(other, own);
  const rows = () =>
    on.ledger.store.query((db) => db.selectFrom('registration_watch').selectAll().execute());
  const before = await rows();
  const events = on.store.events.length;
  on.store.clock.now += 1_000;

  await on.ledger.watches.settle(slow, late);

  expect(before).toHaveLength(watched);
  expect(await rows()).toEqual(before);
  expect(on.store.events).toHaveLength(events);
  expect(((await on.ledger.findChange(id))?.registration ?? null) !== null).toBe(isFound);
});

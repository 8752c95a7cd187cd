/** What a person's change reads of records does not grow with what was recorded of the person. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { LimitRule } from '../../src/domain/ledger-ports/ledger.ts';
import type { HistoryQuery } from '../../src/domain/ledger-ports/ledger-history.ts';
import { history } from '../../src/ledger/history/history.ts';
import { reachedLimits } from '../../src/ledger/intents/limits.ts';
import { findRepeat } from '../../src/ledger/records/repeats.ts';
import type { Reading } from '../../src/store/tables/handles.ts';
import type { RecordRow } from '../../src/store/tables/tables.ts';
import { anIntent, limit, terms } from './builders.ts';
import { onLedger, recordsOf } from './stores.ts';
import { addCopies, unboundedSteps } from './touched-rows.ts';

const on = onLedger();
const dayMs = 86_400_000;
const entry = 'id=bob,ou=user,dc=example';

/** Records an intent and returns its record. */
async function begun(): Promise<RecordRow> {
  await on.begin();
  const [row] = await recordsOf(on.ledger.store);
  if (row === undefined) throw new Error('Nothing is recorded.');
  return row;
}

/** Records three thousand old changes and today's dry runs of one person, by another actor. */
async function fill(): Promise<void> {
  const row = await begun();
  const { now } = on.store.clock;
  const other = { actor: 'alpha/hugo', actor_entry: null };
  const old = { ...other, at: now - 3 * dayMs };
  const dryRun = { ...other, at: now - 3_600_000, counted: 0, dry_run: 1 };
  await addCopies(on.ledger.store, row, [
    ...Array.from({ length: 1_500 }, (_, index) => ({ ...old, at: old.at - index })),
    ...Array.from({ length: 1_500 }, (_, index) => ({ ...dryRun, at: dryRun.at - index })),
  ]);
}

const limits: Readonly<Record<LimitRule['per'], LimitRule>> = {
  actor: limit('actor', 10, 600),
  client: limit('client', 10, 600),
  'dry runs of actor': limit('dry runs of actor', 30, 60),
  'person and kind': limit('person and kind', 2, 86_400),
};

const targets = [anIntent().target, { ...anIntent().target, entry }];

test.each(
  Object.values(limits).flatMap((rule) => targets.map((target) => [rule, target] as const)),
)('the limit %j of %j', async (rule, target) => {
  await fill();
  const change = anIntent({ target, dryRun: rule.per === 'dry runs of actor' });
  const asked = { limits: [rule], now: on.store.clock.now };
  const read = (db: Parameters<typeof reachedLimits>[0]) => reachedLimits(db, change, asked);

  expect(await unboundedSteps(on.ledger.store, read, 100)).toEqual([]);
});

test.each([null, 'a key'])('the search for a repeat, with the key %s', async (idempotencyKey) => {
  await fill();
  const { again = null } = terms();
  const request = { intent: anIntent(), idempotencyKey, again, now: on.store.clock.now };

  expect(await unboundedSteps(on.ledger.store, (db) => findRepeat(db, request), 100)).toEqual([]);
});

test('the history of dry runs beside many other changes', async () => {
  const row = await begun();
  const copies = Array.from({ length: 2_000 }, (_, at) => ({ at }));
  await addCopies(on.ledger.store, row, copies);
  const read = (db: Reading) =>
    history({ db, giveWay: setImmediate }, { realm: row.realm, first: 10, dryRun: true });

  expect(await unboundedSteps(on.ledger.store, read, 100, /dry_run=\?/)).toEqual([]);
});

const bob = anIntent().target.id;
const ofFew: readonly Omit<HistoryQuery, 'realm' | 'first'>[] = [
  { target: { id: bob } },
  { target: { id: bob }, dryRun: false },
  { target: { id: bob }, dryRun: true },
  { target: { id: bob }, refused: false },
  { target: { id: bob, through: { entry } } },
  { target: { id: bob, through: { entry, realms: ['alpha', 'beta'] } } },
  { ticket: 'INC-1' },
  { ticket: 'INC-1', dryRun: false },
  { id: '4C8M-PGN2-XW7Q-0TRD' },
];

test.each(ofFew)('the history of few changes: %j', async (query) => {
  const row = await begun();
  const dryRuns = Array.from({ length: 2_000 }, (_, index) => ({
    at: row.at - index,
    dry_run: index < 1_990 ? 1 : 0,
    ticket: 'INC-1',
  }));
  const others = Array.from({ length: 2_000 }, (_, index) => ({
    at: row.at - index,
    person: `other-${index}`,
    ticket: null,
    number: 2_000_000 + index,
    change_id: `other-${index}`,
  }));
  await addCopies(on.ledger.store, row, [...dryRuns, ...others]);
  const read = (db: Reading) =>
    history({ db, giveWay: setImmediate }, { realm: row.realm, first: 10, ...query });

  // On SQLite no record is sorted; on PostgreSQL an index says which records are dry runs.
  const isBounded = /person=\? AND at|person_entry=\?|ticket=\? AND at|change_id=\?/;
  const most = query.ticket !== undefined && query.dryRun === false ? 2_100 : 100;
  expect(await unboundedSteps(on.ledger.store, read, most, isBounded)).toEqual([]);
});

test('the changes of one person with one outcome, among those of many', async () => {
  const row = await begun();
  const done = Array.from({ length: 2_000 }, (_, index) => ({
    at: row.at - index,
    kind: 'outcome' as const,
    person: null,
    result: 'DONE',
    change_id: `other-${index}`,
  }));
  await addCopies(on.ledger.store, row, done);
  const read = (db: Reading) =>
    history(
      { db, giveWay: setImmediate },
      { realm: row.realm, first: 10, target: { id: bob }, outcome: 'DONE' },
    );

  expect(
    await unboundedSteps(on.ledger.store, read, 100, /person=\?|change_id=\? AND kind=\?/),
  ).toEqual([]);
});

/** A ledger of an older version: its records get the columns that later queries need. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Writing } from '../../src/ledger/store.ts';
import { anIntent, anOutcome, idOf, terms } from './builders.ts';
import { createStore, recordsOf, verifyAll, type TestStore } from './stores.ts';

let store: TestStore;

beforeEach(async () => {
  store = await createStore();
});
afterEach(() => store.remove());

/** What a gateway of an older release leaves empty when it writes after the migration. */
const lateColumns = ['actor_entry', 'person_entry', 'day', 'role', 'ticket', 'dry_run', 'seconds'];

test('records that an older release wrote after the migration verify, and are completed', async () => {
  const ledger = await store.open();
  const id = idOf(await ledger.begin(anIntent({ ticket: 'INC-"7"' }), terms()));
  await ledger.complete(id, anOutcome());
  const before = await store.bare(recordsOf);

  const broken = await store.bare(async (bare) => {
    await bare.write((transaction) =>
      sql`update ledger_record set ${sql.raw(
        lateColumns.map((column) => `${column} = null`).join(', '),
      )}`.execute(transaction),
    );
    return (await verifyAll(bare)).broken;
  });
  const upgraded = await store.open();
  const { changes } = await upgraded.history({ realm: 'alpha', first: 10, ticket: 'INC-"7"' });

  expect(broken).toBeNull();
  expect(changes.map((change) => change.id)).toEqual([id]);
  expect(await store.bare(recordsOf)).toEqual(before);
});

/** Takes the migrations after the eighth back. A new migration is undone here, too. */
async function undoEvents(transaction: Writing): Promise<void> {
  const tables = ['security_quota', 'registration_watch', 'audit_position', 'audit_lease'];
  for (const table of [...tables, 'identity_proof', 'campaign', 'campaign_line', 'pending_change'])
    await sql`drop table ${sql.ref(table)}`.execute(transaction);
  await sql`drop index ledger_record_seconds`.execute(transaction);
  await sql`drop index ledger_record_without_day`.execute(transaction);
  await sql`alter table ledger_record drop column seconds`.execute(transaction);
  for (const column of ['kind', 'data', 'retries', 'retries_since'])
    await sql`alter table outbox_message drop column ${sql.ref(column)}`.execute(transaction);
  await sql`alter table outbox_channel drop column reason`.execute(transaction);
  await sql`delete from kysely_migration where name >= '0009'`.execute(transaction);
}

/** Takes the migrations from the sixth on back. */
async function downgrade(): Promise<void> {
  await store.bare((bare) =>
    bare.write(async (transaction) => {
      await undoEvents(transaction);
      for (const table of ['outbox_message', 'outbox_channel'])
        await sql`drop table ${sql.ref(table)}`.execute(transaction);
      for (const index of ['ticket', 'intent_day', 'outcome_day'])
        await sql`drop index ${sql.ref(`ledger_record_${index}`)}`.execute(transaction);
      for (const column of ['day', 'role', 'ticket', 'dry_run'])
        await sql`alter table ledger_record drop column ${sql.ref(column)}`.execute(transaction);
      await sql`delete from kysely_migration where name >= '0006'`.execute(transaction);
    }),
  );
}

test('its records are found by their tickets, and the ledger verifies', async () => {
  const ledger = await store.open();
  const id = idOf(await ledger.begin(anIntent({ ticket: 'INC-"7"' }), terms()));
  await ledger.complete(id, anOutcome());
  await ledger.begin(anIntent({ ticket: null, dryRun: true }), terms());
  await ledger.refuse(anIntent(), 'FORBIDDEN');
  const before = await store.bare(recordsOf);
  await downgrade();

  const upgraded = await store.open();
  const { changes } = await upgraded.history({ realm: 'alpha', first: 10, ticket: 'INC-"7"' });

  expect(changes.map((change) => change.id)).toEqual([id]);
  expect(await store.bare(recordsOf)).toEqual(before);
  expect((await store.bare(verifyAll)).broken).toBeNull();
});

test('a message from before events of other kinds is about its change', async () => {
  const ledger = await store.open(['webhook:siem']);
  const id = idOf(await ledger.begin(anIntent(), terms()));
  await ledger.complete(id, anOutcome());
  await store.bare((bare) => bare.write(undoEvents));

  const upgraded = await store.open(['webhook:siem']);
  const [message] = await upgraded.outbox.claim('webhook:siem', 8);

  expect(message?.event).toMatchObject({ kind: 'change', change: { id } });
});

/** A claim looks at a few messages by an index, however many wait and why (R25, R50). */
import { expect, test } from '@jest/globals';
import { CompiledQuery, type KyselyPlugin } from 'kysely';
import { claimRows } from '../../src/ledger/outbox/outbox-claims.ts';
import type { Changing } from '../../src/store/tables/handles.ts';
import type { OutboxRow } from '../../src/store/tables/tables.ts';
import { engine, noon, useLedger, type StoredLedger } from './stores.ts';

let ledger: StoredLedger;
useLedger((opened) => ({ ledger } = opened));

const channel = 'webhook:a';

/** A message of a person, which is due. */
function aMessage(number: number, about: Partial<OutboxRow>): OutboxRow {
  const waits = { attempts: 0, state: 'waiting', problem: null, ended_at: null } as const;
  const recipient = { recipient: null, masked: null, address: null, language: null };
  const facts = { kind: 'change', change_id: `change-${number}`, data: null } as const;
  return {
    number,
    id: `msg_${number}`,
    channel,
    person: `person-${number}`,
    ...facts,
    ...waits,
    ...recipient,
    person_name: null,
    address_hash: null,
    retries: 0,
    retries_since: null,
    needs: 1,
    added_at: noon,
    due_at: noon - 10_000 + number,
    ...about,
  };
}

/** Backlogs of a size: the messages by their number. */
const backlogs: Readonly<Record<string, (number: number, size: number) => Partial<OutboxRow>>> = {
  'all are due': () => ({}),
  'all are due, of fifty people': (number) => ({ person: `person-${number % 50}` }),
  // After an outage the first message of each person waits for its next attempt.
  'half of them wait for another one': (number, size) => ({
    person: `person-${number % (size / 2)}`,
    due_at: number < size / 2 ? noon + 3_600_000 : noon - 1,
  }),
  'none is due': () => ({ due_at: noon + 1 }),
};

async function fill(db: Changing, rows: readonly OutboxRow[]): Promise<void> {
  await db.deleteFrom('outbox_message').execute();
  for (let start = 0; start < rows.length; start += 500)
    await db
      .insertInto('outbox_message')
      .values(rows.slice(start, start + 500))
      .execute();
}

/** Claims from a backlog. Returns the statements, and how many rows they read or wrote. */
async function claimed(size: number, about: (number: number, size: number) => Partial<OutboxRow>) {
  return ledger.store.change(async (db) => {
    await fill(
      db,
      Array.from({ length: size }, (_, number) => aMessage(number, about(number, size))),
    );
    const statements = new Map<string, readonly unknown[]>();
    let rows = 0;
    const spy: KyselyPlugin = {
      transformQuery: ({ node, queryId }) => {
        const { sql, parameters } = db.getExecutor().compileQuery(node, queryId);
        statements.set(sql, parameters);
        return node;
      },
      transformResult: async ({ result }) => {
        rows += result.rows.length + Number(result.numAffectedRows ?? 0);
        return result;
      },
    };
    const found = await claimRows(db.withPlugin(spy), { channel, most: 8, now: noon });
    return { db, statements, rows, found: found.length };
  });
}

test.each(Object.entries(backlogs))('%s', async (_label, about) => {
  const few = await claimed(400, about);
  const many = await claimed(8_000, about);

  expect([many.rows, many.found]).toEqual([few.rows, few.found]);
  expect(many.rows).toBeLessThan(300);
  if (engine !== 'SQLite') return;
  const plans: string[] = [];
  for (const [sql, parameters] of many.statements) {
    const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
    const { rows } = await many.db.executeQuery<{ readonly detail: string }>(plan);
    plans.push(...rows.map(({ detail }) => detail));
  }
  expect(plans.filter((step) => /^(?:SCAN (?!json_each)|USE TEMP)/.test(step))).toEqual([]);
  expect(plans.join()).toContain('outbox_message_due (channel=? AND due_at<?)');
});

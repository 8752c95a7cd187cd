import { sql, type Kysely } from 'kysely';
import { LedgerRefused } from './ledger-refused.ts';
import type { Reading, Writing } from './handles.ts';
import type { LedgerOwner } from './owner-rows.ts';
import type { LedgerTables } from './tables.ts';

export type EngineName = 'SQLite' | 'PostgreSQL';

const onlyId = 1;

/**
 * Marks an empty ledger as the owner's, and refuses the ledger of another owner. The sandbox starts
 * with an empty one.
 * @throws LedgerRefused
 */
export async function claim(transaction: Writing, owner: LedgerOwner): Promise<void> {
  await requireOwner(transaction, owner);
  // A start on a server that only reads, or on a marked ledger, writes nothing.
  if ((await readOwner(transaction)) === null) {
    await transaction
      .insertInto('ledger_owner')
      .values({ id: onlyId, owner })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Another process may have added its row meanwhile.
    requireOwned(await readOwner(transaction), owner);
  }
  if (owner === 'sandbox') await deleteAll(transaction);
}

/**
 * Requires that the ledger is the owner's, or is new. Changes nothing.
 * @throws LedgerRefused if it holds changes of the other owner
 */
export async function requireOwner(db: Kysely<LedgerTables>, owner: LedgerOwner): Promise<void> {
  requireSame((await readOwner(db)) ?? (await ownerOfUnmarked(db)) ?? owner, owner);
}

/**
 * Requires, before an owner's process changes rows, that they are still its own: the database may
 * have been replaced under it.
 * @throws LedgerRefused
 */
export function requireOwned(found: LedgerOwner | null | undefined, owner: LedgerOwner): void {
  if (found === null || found === undefined)
    throw new LedgerRefused('The ledger has no owner any more. Was its database replaced?');
  requireSame(found, owner);
}

/**
 * Deletes all records, messages, sessions, campaigns and counts of the sandbox. The audit log then
 * starts with the first record.
 * @throws LedgerRefused if the ledger is not the sandbox's
 */
export async function deleteAll(transaction: Writing): Promise<void> {
  requireOwned(await readOwner(transaction), 'sandbox');
  for (const table of [
    'ledger_record',
    'page_session',
    'outbox_message',
    'outbox_channel',
    'security_quota',
    'audit_position',
    'identity_proof',
    'identity_check',
    'wrong_check_code',
    'campaign_line',
    'campaign_count',
    'campaign',
    'pending_change',
    'device_coverage',
    'enrolment_hold',
  ] as const)
    await transaction.deleteFrom(table).execute();
}

const refusals: Readonly<Record<LedgerOwner, string>> = {
  AM: 'This ledger is that of a real Access Management. Unset DATA_DIR and DATABASE_URL to start the sandbox.',
  sandbox: 'This ledger belongs to the sandbox. Set DATA_DIR or DATABASE_URL to another one.',
};

function requireSame(found: LedgerOwner, owner: LedgerOwner): void {
  if (found !== owner) throw new LedgerRefused(refusals[found]);
}

/** The owner of the ledger, as a part of another query. Null if no process has opened it. */
export const ownerInStore = sql<LedgerOwner | null>`(select owner from ledger_owner)`;

async function readOwner(db: Reading): Promise<LedgerOwner | null> {
  const row = await db.selectFrom('ledger_owner').select('owner').executeTakeFirst();
  return row?.owner ?? null;
}

/** Records without a mark, as in a ledger restored in part, are never the sandbox's to delete. */
async function ownerOfUnmarked(db: Reading): Promise<LedgerOwner | null> {
  const [first] = await db.selectFrom('ledger_record').select('number').limit(1).execute();
  return first === undefined ? null : 'AM';
}

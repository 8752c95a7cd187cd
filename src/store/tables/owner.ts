import { sql, type Kysely } from 'kysely';
import { LedgerRefused } from './ledger-refused.ts';
import type { Writing } from './handles.ts';
import type { LedgerTables } from './tables.ts';

export type EngineName = 'SQLite' | 'PostgreSQL';

/** Whose changes a ledger holds: those of a real AM, or of the sandbox, which happened nowhere. */
export type LedgerOwner = 'AM' | 'sandbox';

/** The mark of the sandbox in the database: a comment, or SQLite's own number for applications. */
const mark = { comment: 'the sandbox', userVersion: 83 } as const;

/**
 * Keeps the ledgers of the sandbox and of a real AM apart: each is refused to the other. The
 * sandbox starts with an empty one.
 * @throws LedgerRefused
 */
export async function claim(
  transaction: Writing,
  owner: LedgerOwner,
  engine: EngineName,
): Promise<void> {
  const isOfSandbox = await requireOwner(transaction, owner, engine);
  if (owner === 'AM') return;
  await deleteAll(transaction);
  if (!isOfSandbox) await setMark(transaction, engine);
}

/**
 * Returns whether the ledger has the mark of the sandbox. Changes nothing.
 * @throws LedgerRefused if it holds changes of the other owner
 */
export async function requireOwner(
  db: Kysely<LedgerTables>,
  owner: LedgerOwner,
  engine: EngineName,
): Promise<boolean> {
  const isOfSandbox = await hasMark(db, engine);
  if (owner === 'AM') {
    if (!isOfSandbox) return false;
    throw new LedgerRefused(
      'This ledger belongs to the sandbox. Set DATA_DIR or DATABASE_URL to another one.',
    );
  }
  const first = await db.selectFrom('ledger_record').select('number').limit(1).execute();
  if (isOfSandbox || first.length === 0) return isOfSandbox;
  throw new LedgerRefused(
    'This ledger holds changes of a real Access Management. Unset DATA_DIR and DATABASE_URL to start the sandbox.',
  );
}

/**
 * Deletes all records, messages, sessions, campaigns and counts. The audit log then starts with the
 * first record.
 */
export async function deleteAll(transaction: Writing): Promise<void> {
  for (const table of [
    'ledger_record',
    'page_session',
    'outbox_message',
    'outbox_channel',
    'security_quota',
    'registration_watch',
    'audit_position',
    'identity_proof',
    'campaign_line',
    'campaign',
    'pending_change',
    'device_coverage',
  ] as const)
    await transaction.deleteFrom(table).execute();
}

async function hasMark(db: Kysely<LedgerTables>, engine: EngineName): Promise<boolean> {
  if (engine === 'SQLite') {
    const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
    return rows[0]?.user_version === mark.userVersion;
  }
  const { rows } = await sql<{ comment: string | null }>`
    select obj_description('ledger_record'::regclass, 'pg_class') as comment`.execute(db);
  return rows[0]?.comment === mark.comment;
}

async function setMark(transaction: Writing, engine: EngineName): Promise<void> {
  const statement =
    engine === 'SQLite'
      ? `pragma user_version = ${mark.userVersion}`
      : `comment on table ledger_record is '${mark.comment}'`;
  await sql.raw(statement).execute(transaction);
}

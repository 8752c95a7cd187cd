import { sql } from 'kysely';
import { ownerInStore } from './tables/owner.ts';
import type { LedgerOwner } from './tables/owner-rows.ts';

/** The owner in the store; null if no process with an owner has opened it. */
export interface StoredOwner {
  readonly owner: LedgerOwner | null;
}

/** The advisory lock of every append, in every process: a number that nothing else uses. */
const appendLock = 5_261_430_147;

/**
 * Takes the lock, and reads the owner. Commits are durable even if the server's default is
 * asynchronous. The owner never changes, so a snapshot from before the lock has it.
 */
export const takeAppendLock = sql<StoredOwner>`select ${ownerInStore} as owner, pg_advisory_xact_lock(${sql.lit(appendLock)}),
  set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)`;

/** Reads the owner in the transaction of an append, on an engine without locks. */
export const readOwner = sql<StoredOwner>`select ${ownerInStore} as owner`;

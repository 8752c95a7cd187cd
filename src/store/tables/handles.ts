import type { Kysely, Transaction } from 'kysely';
import type { LedgerTables } from './tables.ts';

/** Queries that only read. */
export type Reading = Pick<Kysely<LedgerTables>, 'fn' | 'getExecutor' | 'selectFrom' | 'with'>;

/** Queries that may also change rows beside the chain. */
export type Changing = Kysely<LedgerTables>;

/** Queries within the exclusive transaction that may append records. */
export type Writing = Transaction<LedgerTables>;

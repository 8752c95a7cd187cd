import { errorCodeOf } from '../../domain/values/failure.ts';
import { isNativeError } from 'node:util/types';
import { sql, type Kysely } from 'kysely';
import { LedgerRefused } from '../tables/ledger-refused.ts';
import { firstMigration, migrations } from '../tables/migrations.ts';
import type { LedgerTables } from '../tables/tables.ts';
import { insufficientPrivilege } from '../engines/unavailable.ts';

/** Whether the tables are those of this release. */
export type MigrationState = 'missing' | 'older' | 'current' | 'not readable';

/**
 * Finds out which release has migrated the tables. Changes nothing.
 * @throws LedgerRefused if it was a newer one, or one before the first release
 */
export async function migrationState(db: Kysely<LedgerTables>): Promise<MigrationState> {
  const { rows, state } = await appliedMigrations(db);
  const names = new Set(rows.map(({ name }) => name));
  if (names.size > 0 && !names.has(firstMigration))
    throw new LedgerRefused(
      'A version before 0.4.0, the first release, wrote this ledger, and this version cannot read it. Nothing was changed. Set DATA_DIR or DATABASE_URL to another one.',
    );
  if ([...names].some((name) => !Object.hasOwn(migrations, name)))
    throw new LedgerRefused(
      'The ledger belongs to a newer version of the gateway; start that version.',
    );
  return state ?? (names.size < Object.keys(migrations).length ? 'older' : 'current');
}

async function appliedMigrations(db: Kysely<LedgerTables>): Promise<{
  readonly rows: readonly { readonly name: string }[];
  readonly state?: 'missing' | 'not readable';
}> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    await db.selectFrom('ledger_record').select('number').limit(1).execute();
    return rows.length === 0 ? { rows, state: 'missing' } : { rows };
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === undefinedTable || isMissingInSqlite(error)) return { rows: [], state: 'missing' };
    if (code === insufficientPrivilege) return { rows: [], state: 'not readable' };
    throw error;
  }
}

/** The SQLSTATE of a table that does not exist, or is in no schema that the role may use. */
const undefinedTable = '42P01';

function isMissingInSqlite(error: unknown): boolean {
  return isNativeError(error) && error.message.startsWith('no such table');
}

/** @throws LedgerRefused if there is no ledger of this release or an older one */
export async function requireLedger(db: Kysely<LedgerTables>): Promise<void> {
  if ((await migrationState(db)) === 'missing') throw noLedger();
}

export function noLedger(): LedgerRefused {
  return new LedgerRefused(
    'There is no ledger in this database. Check DATABASE_URL or DATA_DIR; `identity-gateway ledger migrate` creates the tables.',
  );
}

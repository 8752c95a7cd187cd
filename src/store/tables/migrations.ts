import { isNativeError } from 'node:util/types';
import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { firstRelease } from './first-release.ts';
import type { LedgerTables } from './tables.ts';

/** The migration with which every ledger starts. */
export const firstMigration = '0001-first-release';

/** All migrations, by name and in order. A released migration never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  [firstMigration]: firstRelease,
};

/**
 * Migrates the tables; on PostgreSQL under an advisory lock. If they are up to date, a role without
 * the right to create tables succeeds.
 */
export async function migrate(db: Kysely<LedgerTables>): Promise<void> {
  const provider = { getMigrations: async () => ({ ...migrations }) };
  const migrator = new Migrator({ db, provider });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw isNativeError(error) ? error : new Error('a migration failed', { cause: error });
}

import { isNativeError } from 'node:util/types';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import type { LedgerTables } from './tables.ts';

/** The only table, and an index for each question that is asked of it. */
const records: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('ledger_record')
      .addColumn('realm', 'text', (column) => column.notNull())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('change_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text')
      .addColumn('person', 'text')
      .addColumn('privileged', 'integer')
      .addColumn('effect', 'text')
      .addColumn('kinds', 'text')
      .addColumn('own', 'integer')
      .addColumn('counted', 'integer')
      .addColumn('key_hash', 'text')
      .addColumn('result', 'text')
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('ledger_record_number', ['realm', 'number'])
      // A change has one intent and one outcome, whoever tries to write another.
      .addUniqueConstraint('ledger_record_once', ['change_id', 'kind'])
      .execute();
    await index(db, 'at', { columns: ['at'], present: 'actor' });
    await index(db, 'actor_at', { columns: ['actor', 'at'], present: 'actor' });
    await index(db, 'actor_number', { columns: ['realm', 'actor', 'number'], present: 'actor' });
    await index(db, 'person_number', { columns: ['realm', 'person', 'number'], present: 'person' });
    await index(db, 'key', { columns: ['actor', 'key_hash', 'at'], present: 'key_hash' });
  },
};

/** Pages of a whole realm by time, by what was refused and by how changes ended; pages of an actor take `actor_at` since. */
const realmHistory: Migration = {
  async up(db: Kysely<unknown>) {
    const byTime = ['at', 'number'];
    await index(db, 'realm_at', { columns: ['realm', ...byTime], present: 'person' });
    await index(db, 'result_at', { columns: ['realm', 'result', ...byTime], present: 'result' });
    await db.schema
      .createIndex('ledger_record_refusal_at')
      .on('ledger_record')
      .columns(['realm', ...byTime])
      .where('kind', '=', sql.lit('refusal'))
      .execute();
    await db.schema.dropIndex('ledger_record_actor_number').execute();
  },
};

/** The sessions of the pages by OAuth. */
const pageSessions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('page_session')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('begun_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

/** Every step that made the tables what they are, by name, in order. A step that was released never changes. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-records': records,
  '0002-realm-history': realmHistory,
  '0003-page-sessions': pageSessions,
};

/**
 * Brings the tables up to date; on PostgreSQL under an advisory lock. A role without the right to create tables
 * succeeds where they are up to date already.
 */
export async function migrate(db: Kysely<LedgerTables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw isNativeError(error) ? error : new Error('a migration failed', { cause: error });
}

/**
 * Outcomes are found by their change alone, so the other indexes leave them out. An engine takes such an index only
 * where the question itself says that the column is not null, as an equality does.
 */
async function index(
  db: Kysely<unknown>,
  name: string,
  { columns, present }: { readonly columns: string[]; readonly present: string },
): Promise<void> {
  await db.schema
    .createIndex(`ledger_record_${name}`)
    .on('ledger_record')
    .columns(columns)
    .where(present, 'is not', null)
    .execute();
}

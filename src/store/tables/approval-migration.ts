import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Requested changes, with an index for those that wait, and for those of a requester. */
export const approvals: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('pending_change')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('change_id', 'text', (column) => column.notNull().unique())
      .addColumn('realm', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('actor_entry', 'text')
      .addColumn('key_hash', 'text')
      .addColumn('requested_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('pending_change_waiting')
      .on('pending_change')
      .columns(['realm', 'requested_at', 'change_id'])
      .where(sql.ref('state'), '=', sql.lit('WAITING'))
      .execute();
    for (const columns of [['actor'], ['actor_entry'], ['requested_at']])
      await db.schema
        .createIndex(`pending_change_${columns[0]}`)
        .on('pending_change')
        .columns(columns)
        .execute();
  },
};

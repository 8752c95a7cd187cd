import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Counts of who has which devices. */
export const coverage: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('device_coverage')
      .addColumn('realm', 'text', (column) => column.notNull())
      .addColumn('area', 'text', (column) => column.notNull())
      .addColumn('counted_at', 'bigint', (column) => column.notNull())
      .addColumn('is_whole', 'integer', (column) => column.notNull())
      .addColumn('with_one_device', 'integer', (column) => column.notNull())
      .addColumn('not_read', 'integer', (column) => column.notNull())
      .addColumn('kind_sets', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('device_coverage_count', ['realm', 'area', 'counted_at'])
      .execute();
  },
};

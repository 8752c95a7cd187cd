import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A count of who has which devices: of a realm, or of one of its areas. It names no one. */
export interface CoverageRow {
  readonly realm: string;
  /** Empty for the whole realm. */
  readonly area: string;
  readonly counted_at: number;
  readonly is_whole: number;
  readonly with_one_device: number;
  readonly not_read: number;
  /** People by exactly the kinds of their devices: `:3 OATH:5 OATH,PUSH:12`. */
  readonly kind_sets: string;
}

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

import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Campaigns and their lines, with an index for the next line and one for duplicates. */
export const campaigns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('campaign')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('realm', 'text', (column) => column.notNull())
      .addColumn('kinds', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('ticket', 'text')
      .addColumn('pace', 'integer', (column) => column.notNull())
      .addColumn('calls', 'integer', (column) => column.notNull())
      .addColumn('ends_sessions', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('checked_since', 'bigint')
      .addColumn('started_at', 'bigint')
      .addColumn('started_by', 'text')
      .addColumn('ended_at', 'bigint')
      .addColumn('held_by', 'text')
      .execute();
    await db.schema
      .createTable('campaign_line')
      .addColumn('campaign_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('result', 'text')
      .addColumn('change_id', 'text')
      .addColumn('person', 'text')
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('claimed_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('attempt', 'integer', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('is_retry', 'integer', (column) => column.notNull())
      .addColumn('checked_at', 'bigint')
      .addColumn('finding', 'text')
      .addColumn('devices', 'text')
      .addPrimaryKeyConstraint('campaign_line_number', ['campaign_id', 'number'])
      .execute();
    for (const columns of [
      ['campaign_id', 'state', 'due_at', 'number'],
      ['campaign_id', 'person'],
    ])
      await db.schema
        .createIndex(`campaign_line_${columns[1]}`)
        .on('campaign_line')
        .columns(columns)
        .execute();
  },
};

/** The area of a campaign. An older gateway that still runs writes none. */
export const campaignAreas: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('campaign').addColumn('area', 'text').execute();
  },
};

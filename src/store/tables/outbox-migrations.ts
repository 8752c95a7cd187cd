import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Messages about changes, with indexes for those that wait. */
export const outbox: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('outbox_message')
      .addColumn('number', 'bigint', (column) => column.primaryKey())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('change_id', 'text', (column) => column.notNull())
      .addColumn('added_at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('ended_at', 'bigint')
      .execute();
    const waiting: Readonly<Record<string, string[]>> = {
      order: ['channel', 'person', 'number'],
      due: ['channel', 'due_at'],
    };
    for (const [name, columns] of Object.entries(waiting))
      await db.schema
        .createIndex(`outbox_message_${name}`)
        .on('outbox_message')
        .columns(columns)
        .where('state', '=', sql.lit('waiting'))
        .execute();
    await db.schema
      .createIndex('outbox_message_change')
      .on('outbox_message')
      .column('change_id')
      .execute();
    await db.schema
      .createTable('outbox_channel')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('off_at', 'bigint', (column) => column.notNull())
      .addColumn('problem', 'text', (column) => column.notNull())
      .execute();
  },
};

/** The recipient of a message, with a message of its own for each. */
export const outboxRecipients: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['recipient', 'masked', 'address', 'language', 'person_name'])
      await db.schema.alterTable('outbox_message').addColumn(column, 'text').execute();
  },
};

/** Messages about events that are no changes. */
export const outboxEvents: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('outbox_message')
      .addColumn('kind', 'text', (column) => column.notNull().defaultTo('change'))
      .execute();
    await db.schema.alterTable('outbox_message').addColumn('data', 'text').execute();
  },
};

/** Why the receiver of a stream has paused or disabled it. */
export const streamReasons: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('outbox_channel').addColumn('reason', 'text').execute();
  },
};

/** How often staff had messages about a change sent again, since the start of an hour. */
export const outboxRetries: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('outbox_message')
      .addColumn('retries', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('outbox_message').addColumn('retries_since', 'bigint').execute();
  },
};

/** Two addresses can have one masked form. */
export const addressHashes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('outbox_message').addColumn('address_hash', 'text').execute();
  },
};

import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Proofs of identity, with an index for each limit. */
export const proofs: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('identity_proof')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('proven_by', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('actor_entry', 'text')
      .addColumn('realm', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('person_entry', 'text')
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('proven_at', 'bigint')
      .addColumn('sealed', 'text')
      .addColumn('change_id', 'text')
      .execute();
    const indexes = [
      ['started_at'],
      ['actor'],
      ['actor_entry'],
      ['realm', 'person'],
      ['person_entry'],
    ];
    for (const columns of indexes)
      await db.schema
        .createIndex(`identity_proof_${columns.at(-1)}`)
        .on('identity_proof')
        .columns(columns)
        .execute();
  },
};

/** The end of a proof that another product has signed. */
export const proofEnds: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('identity_proof').addColumn('ends_at', 'bigint').execute();
  },
};

import { sql, SqliteAdapter, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The records, with an index for each query. */
export const records: Migration = {
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
      // A change has at most one intent and one outcome.
      .addUniqueConstraint('ledger_record_once', ['change_id', 'kind'])
      .execute();
    await index(db, 'at', { columns: ['at'], present: 'actor' });
    await index(db, 'actor_at', { columns: ['actor', 'at'], present: 'actor' });
    await index(db, 'actor_number', { columns: ['realm', 'actor', 'number'], present: 'actor' });
    await index(db, 'person_number', { columns: ['realm', 'person', 'number'], present: 'person' });
    await index(db, 'key', { columns: ['actor', 'key_hash', 'at'], present: 'key_hash' });
  },
};

/** Indexes for the history of a realm by time, refusal and outcome; by actor, `actor_at` serves. */
export const realmHistory: Migration = {
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

/** The directory entries of actor and person: one person may be reached through several realms. */
export const entries: Migration = {
  async up(db: Kysely<unknown>) {
    for (const who of ['actor', 'person']) {
      const column = `${who}_entry`;
      await db.schema.alterTable('ledger_record').addColumn(column, 'text').execute();
      await index(db, column, { columns: [column, 'at'], present: column });
    }
  },
};

/**
 * What the history is filtered by and what insights count, copied from the bodies of all records.
 * The two indexes hold all columns that insights read, in the order in which they group.
 */
export const requestFacts: Migration = {
  async up(db: Kysely<unknown>) {
    const columns = { day: 'integer', role: 'text', ticket: 'text', dry_run: 'integer' } as const;
    for (const [column, type] of Object.entries(columns))
      await db.schema.alterTable('ledger_record').addColumn(column, type).execute();
    const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
    const member = (...path: readonly string[]) =>
      isSqlite
        ? sql`json_extract(body, ${sql.lit(`$.intent.${path.join('.')}`)})`
        : sql`body::json #>> ${sql.lit(`{intent,${path.join(',')}}`)}`;
    const isDryRun = isSqlite ? member('dryRun') : sql`(${member('dryRun')})::boolean::integer`;
    await sql`update ledger_record set day = at / 86400000, role = ${member('actor', 'role')},
      ticket = ${member('ticket')},
      dry_run = coalesce(${isDryRun}, case kind when 'outcome' then 0 end)`.execute(db);
    await index(db, 'ticket', { columns: ['realm', 'ticket', 'at', 'number'], present: 'ticket' });
    const indexes = {
      intent: ['effect', 'kinds', 'role', 'actor', 'person'],
      outcome: ['result'],
    } as const;
    for (const [kind, grouped] of Object.entries(indexes))
      await db.schema
        .createIndex(`ledger_record_${kind}_day`)
        .on('ledger_record')
        .columns(['realm', 'day', ...grouped])
        .where(sql.ref('kind'), '=', sql.lit(kind))
        .where(sql.ref('dry_run'), '=', sql.lit(0))
        .execute();
  },
};

/** An index for the reports of a realm. */
export const reports: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('ledger_record_report_at')
      .ifNotExists()
      .on('ledger_record')
      .columns(['realm', 'at', 'number'])
      .where(sql.ref('kind'), '=', sql.lit('report'))
      .execute();
  },
};

/** An index for the newest threat level of each realm. */
export const threatLevels: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('ledger_record_threat')
      .ifNotExists()
      .on('ledger_record')
      .columns(['realm', 'number'])
      .where(sql.ref('kind'), '=', sql.lit('threat'))
      .execute();
  },
};

/**
 * An index for the history of a realm by whether changes are dry runs. Only requests have `own`;
 * with the condition of `realm_at`, SQLite would use that index.
 */
export const dryRuns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('ledger_record_dry_run_at')
      .ifNotExists()
      .on('ledger_record')
      .columns(['realm', 'dry_run', 'at', 'number'])
      .where(sql.ref('own'), 'is not', null)
      .execute();
  },
};

/** An index for the newest steps of campaigns, which limits count. */
export const campaignSteps: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('ledger_record_campaign_at')
      .ifNotExists()
      .on('ledger_record')
      .columns(['at'])
      .where(sql.ref('kind'), '=', sql.lit('campaign'))
      .execute();
  },
};

/** Registrations after resets, with the index that insights read. */
export const registrations: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('ledger_record').addColumn('seconds', 'integer').execute();
    await index(db, 'seconds', { columns: ['realm', 'day', 'seconds'], present: 'seconds' });
    await db.schema
      .createTable('registration_watch')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('change_id', 'text', (column) => column.notNull())
      .addColumn('device_kind', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('looked_at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('is_found', 'integer', (column) => column.notNull())
      .addColumn('later_id', 'text')
      .execute();
    for (const columns of [['person', 'device_kind'], ['due_at']])
      await db.schema
        .createIndex(`registration_watch_${columns[0]}`)
        .on('registration_watch')
        .columns(columns)
        .execute();
  },
};

/** An index for the records that a gateway of an older release has written since the migration. */
export const emptyColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('ledger_record_without_day')
      .on('ledger_record')
      .columns(['realm', 'number'])
      .where(sql.ref('day'), 'is', null)
      .execute();
  },
};

/** The OAuth client, whose changes a limit counts. It counts no records from before. */
export const clients: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('ledger_record').addColumn('client', 'text').execute();
    await index(db, 'client_at', { columns: ['client', 'at'], present: 'client' });
  },
};

/** The indexes of a person's changes that limits count, without older ones and dry runs. */
export const countedChanges: Migration = {
  async up(db: Kysely<unknown>) {
    for (const names of [['realm', 'person'], ['person_entry']])
      await db.schema
        .createIndex(`ledger_record_counted_${names.at(-1)}`)
        .on('ledger_record')
        .columns([...names, 'at'])
        .where(sql.ref('kind'), '=', sql.lit('intent'))
        .where(sql.ref('counted'), '=', sql.lit(1))
        .execute();
  },
};

/**
 * Creates a partial index, which omits outcomes: queries find those by their change. An engine uses
 * such an index only if the query implies that the column is not null, as an equality does.
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

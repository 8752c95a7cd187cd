import { isNativeError } from 'node:util/types';
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { approvals } from './approval-migration.ts';
import { campaignAreas, campaignCounts, campaigns, campaignStates } from './campaign-migration.ts';
import { coverage } from './coverage-rows.ts';
import { enrolmentHolds } from './hold-rows.ts';
import { workNeeds } from './needs.ts';
import {
  addressHashes,
  outbox,
  outboxEvents,
  outboxRecipients,
  outboxRetries,
  streamReasons,
} from './outbox-migrations.ts';
import { ledgerOwner } from './owner.ts';
import { proofEnds, proofs } from './proof-migration.ts';
import {
  campaignSteps,
  clients,
  countedChanges,
  dryRuns,
  emptyColumns,
  entries,
  realmHistory,
  records,
  registrations,
  reports,
  requestFacts,
  threatLevels,
} from './record-migrations.ts';
import type { LedgerTables } from './tables.ts';

/** The sessions of the pages with OAuth. */
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

/** Whose session it is. Sessions from before end now, because their person is not known. */
const pageSessionOwners: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('page_session')
      .addColumn('person', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await db.schema.alterTable('page_session').addColumn('issuer_session', 'text').execute();
    await sql`delete from page_session`.execute(db);
    for (const column of ['person', 'issuer_session'])
      await db.schema
        .createIndex(`page_session_${column}`)
        .on('page_session')
        .column(column)
        .execute();
  },
};

/** How many messages about security events were sent in an hour. */
const securityQuota: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('security_quota')
      .addColumn('type', 'text', (column) => column.primaryKey())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('sent', 'integer', (column) => column.notNull())
      .addColumn('omitted', 'integer', (column) => column.notNull())
      .execute();
  },
};

/** How far the audit log has written, and which process writes it. */
const auditLog: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit_position')
      .addColumn('realm', 'text', (column) => column.primaryKey())
      .addColumn('number', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('audit_lease')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('until_at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

/** The gateways on the ledger, and where they report to. */
const gateways: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('gateway_instance')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addColumn('channels', 'text', (column) => column.notNull())
      .execute();
  },
};

/** All migrations, by name and in order. A released migration never changes. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-records': records,
  '0002-realm-history': realmHistory,
  '0003-page-sessions': pageSessions,
  '0004-page-session-owners': pageSessionOwners,
  '0005-entries': entries,
  '0006-request-facts': requestFacts,
  '0007-outbox': outbox,
  '0008-outbox-recipients': outboxRecipients,
  '0009-outbox-events': outboxEvents,
  '0010-security-quota': securityQuota,
  '0010-watching': registrations,
  '0012-reports': reports,
  '0011-stream-reasons': streamReasons,
  '0013-audit-log': auditLog,
  '0016-proofs': proofs,
  '0017-outbox-retries': outboxRetries,
  '0018-campaigns': campaigns,
  '0019-approvals': approvals,
  '0020-threat-levels': threatLevels,
  '0021-empty-columns': emptyColumns,
  '0023-gateways': gateways,
  '0024-campaign-steps': campaignSteps,
  '0025-dry-runs': dryRuns,
  '0026-proof-ends': proofEnds,
  '0027-clients': clients,
  '0028-campaign-areas': campaignAreas,
  '0029-device-coverage': coverage,
  '0030-ledger-owner': ledgerOwner,
  '0031-work-needs': workNeeds,
  '0032-counted-changes': countedChanges,
  '0033-enrolment-holds': enrolmentHolds,
  '0034-campaign-counts': campaignCounts,
  '0035-campaign-states': campaignStates,
  '0036-address-hashes': addressHashes,
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

/** The names of all migrations. */
export const migrationNames: ReadonlySet<string> = new Set(Object.keys(migrations));

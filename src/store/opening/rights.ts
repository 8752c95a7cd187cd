import { sql, type Kysely } from 'kysely';
import { LedgerRefused } from '../tables/ledger-refused.ts';
import type { LedgerTables } from '../tables/tables.ts';

type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

const all = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/**
 * What the gateway's own role may do with each table, as `deploy/postgres/grants.sql` grants it: it
 * adds and reads records, and neither changes nor deletes them.
 */
export const tableRights: Readonly<
  Record<keyof LedgerTables | 'kysely_migration' | 'kysely_migration_lock', readonly Right[]>
> = {
  ledger_record: ['SELECT', 'INSERT'],
  page_session: all,
  outbox_message: all,
  outbox_channel: all,
  gateway_instance: all,
  security_quota: all,
  audit_position: all,
  audit_lease: all,
  identity_proof: all,
  identity_check: all,
  wrong_check_code: all,
  campaign: all,
  campaign_line: all,
  campaign_count: all,
  pending_change: all,
  device_coverage: all,
  enrolment_hold: all,
  ledger_owner: ['SELECT', 'INSERT'],
  kysely_migration: ['SELECT'],
  kysely_migration_lock: ['SELECT'],
};

/** How many missing rights a message names. */
const mostNamed = 3;

/** The commands that give a role its rights, for the owner of the tables. */
function grantsOf(role: string): string {
  return `psql "$DATABASE_OWNER_URL" -v role=${role} -f deploy/postgres/grants.sql`;
}

/** @throws LedgerRefused if the role of this connection lacks a right to a table of PostgreSQL */
export async function requireRights(db: Kysely<LedgerTables>): Promise<void> {
  const wanted = Object.entries(tableRights).flatMap(([table, rights]) =>
    rights.map((right) => sql`(${table}::text, ${right}::text)`),
  );
  const { rows } = await sql<{ role: string; missing: string }>`
    select current_user as role, concat(wanted.access, ' on ', wanted.name) as missing
    from (values ${sql.join(wanted)}) as wanted (name, access)
    where not coalesce(has_table_privilege(to_regclass(wanted.name), wanted.access), false)`.execute(
    db,
  );
  const [first] = rows;
  if (first === undefined) return;
  const named = rows.slice(0, mostNamed).map(({ missing }) => missing);
  const more = rows.length > mostNamed ? ` and ${rows.length - mostNamed} more` : '';
  throw new LedgerRefused(
    `DATABASE_URL: the role ${first.role} lacks ${named.join(', ')}${more}. Run as the owner: ${grantsOf(first.role)}`,
  );
}

/**
 * Requires that this role can create the tables of PostgreSQL, or change those of an older release.
 * @throws LedgerRefused
 */
export async function requireMigrationRights(
  db: Kysely<LedgerTables>,
  tables: 'missing' | 'older',
): Promise<void> {
  const names = Object.keys(tableRights).map((name) => sql`${name}::text`);
  const { rows } = await sql<{ role: string; may: boolean }>`
    select current_user as role,
      coalesce(has_schema_privilege(current_schema(), 'create'), false) and not exists (
        select 1 from pg_class
        where relname in (${sql.join(names)}) and pg_table_is_visible(oid)
          and not pg_has_role(relowner, 'usage')) as may`.execute(db);
  const [found] = rows;
  if (found === undefined || found.may) return;
  const [state, verb] =
    tables === 'missing' ? ['missing', 'create'] : ['of an older release', 'change'];
  throw new LedgerRefused(
    `DATABASE_URL: the ledger's tables are ${state}, and the role ${found.role} may not ${verb} them. Run as their owner: identity-gateway ledger migrate; then ${grantsOf(found.role)}`,
  );
}

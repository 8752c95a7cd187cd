import { sql, type Kysely } from 'kysely';
import { LedgerRefused } from '../tables/ledger-refused.ts';
import { migrationState, noLedger, type MigrationState } from './migration-state.ts';
import { requireOwner, type EngineName } from '../tables/owner.ts';
import type { LedgerOwner } from '../tables/owner-rows.ts';
import { requireMigrationRights, requireRights } from './rights.ts';
import type { LedgerTables } from '../tables/tables.ts';

/** Who opens a ledger. */
interface Opening {
  readonly engine: EngineName;
  /** Whose changes it must hold; undefined for a command, which has the rights of its own role. */
  readonly owner: LedgerOwner | undefined;
  readonly create: boolean;
  readonly migrates: boolean;
}

/** The oldest PostgreSQL that the ledger is tested with. */
const oldestPostgres = 15;

/**
 * Finds out whether the tables can be used, or migrated and then used. A start calls it before it
 * changes anything, and `check --online` calls nothing else.
 * @throws LedgerRefused with the command to run
 */
export async function requireUsable(
  db: Kysely<LedgerTables>,
  { engine, owner, create, migrates }: Opening,
): Promise<MigrationState> {
  if (engine === 'PostgreSQL') await requirePostgres(db);
  const state = await migrationState(db);
  if (engine === 'PostgreSQL') {
    if (state === 'missing' && !create) throw noLedger();
    if (state === 'missing' || state === 'older') await requireMigrationRights(db, state);
    else if (owner !== undefined) await requireRights(db);
    if (state === 'older' && !migrates) throw isOlder();
  }
  if (state !== 'missing' && owner !== undefined) await requireOwner(db, owner);
  return state;
}

function isOlder(): LedgerRefused {
  return new LedgerRefused(
    "DATABASE_URL: the ledger's tables are of an older release. Nothing was changed. Run: identity-gateway ledger migrate",
  );
}

async function requirePostgres(db: Kysely<LedgerTables>): Promise<void> {
  const version = await postgresVersion(db);
  if (Number.parseInt(version, 10) >= oldestPostgres) return;
  throw new LedgerRefused(
    `DATABASE_URL: PostgreSQL ${version} is too old; take ${oldestPostgres} or newer.`,
  );
}

/** The version of the server, like `17.2`. */
export async function postgresVersion(db: Kysely<LedgerTables>): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select current_setting('server_version') as version`.execute(db);
  return rows[0]?.version ?? '';
}

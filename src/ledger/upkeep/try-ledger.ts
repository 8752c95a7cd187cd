import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { Failure } from '../../domain/values/failure.ts';
import type { OutboxChannel } from '../../domain/outbox/outbox.ts';
import { requireFolder } from '../../store/opening/data-folder.ts';
import { differenceOf, runningChannels } from '../outbox/deployment-channels.ts';
import { openEngine, type StoreSettings } from '../../store/engines/engine.ts';
import { openingRefused } from '../../store/opening/opening-refused.ts';
import type { LedgerOwner } from '../../store/tables/owner-rows.ts';
import { isBad } from '../intents/spool.ts';
import {
  fileOf,
  requireNoLostLedger,
  requireNotedLedger,
} from '../../store/engines/ledger-notes.ts';
import type { LedgerTables } from '../../store/tables/tables.ts';
import { postgresVersion, requireUsable } from '../../store/opening/usable.ts';

/** What a gateway opens its ledger with. */
interface Opening {
  readonly owner: LedgerOwner;
  /** The channels that it reports events to. */
  readonly channels: readonly OutboxChannel[];
}

/**
 * Finds out what would refuse `openLedger`, and what would end readiness. Changes nothing. Returns
 * what was found, in a sentence.
 * @throws LedgerRefused if a start would be refused
 * @throws Failure for what ends readiness; an error of the driver if PostgreSQL is away
 */
export async function tryLedger(settings: StoreSettings, opening: Opening): Promise<string> {
  const { folder, postgres } = settings;
  requireFolder(folder);
  requireNotedLedger(folder, postgres === undefined ? 'SQLite' : 'PostgreSQL');
  requireWholeSpool(join(folder, 'spool'));
  if (postgres === undefined && sizeOf(fileOf(folder)) === 0) {
    requireNoLostLedger(folder);
    return `${folder} can be written; the first start creates the ledger`;
  }
  try {
    return await tryTables(settings, opening);
  } catch (error) {
    throw openingRefused(error, settings) ?? error;
  }
}

async function tryTables(settings: StoreSettings, opening: Opening): Promise<string> {
  const engine = openEngine(settings, { create: false });
  const db = new Kysely<LedgerTables>({ dialect: engine.dialect });
  try {
    const state = await requireUsable(db, {
      engine: engine.name,
      owner: opening.owner,
      create: true,
      migrates: false,
    });
    await engine.requireSpace();
    const tables = state === 'current' ? '' : ', whose tables the start creates or completes';
    if (engine.name === 'SQLite') return `${settings.folder} can be written${tables}`;
    await requireWritable(db);
    const found = `PostgreSQL ${await postgresVersion(db)}${tables}`;
    const others = state === 'current' ? await runningChannels(db) : [];
    const difference = differenceOf(opening.channels, others);
    return difference === null ? found : `${found}. ${difference}`;
  } finally {
    await db.destroy();
    await engine.locks?.close();
  }
}

/** A standby can be read, so a start succeeds, and no change can be recorded. */
async function requireWritable(db: Kysely<LedgerTables>): Promise<void> {
  const { rows } = await sql<{ readonly: string }>`
    select current_setting('transaction_read_only') as readonly`.execute(db);
  if (rows[0]?.readonly !== 'on') return;
  throw problem('DATABASE_URL: this server is read-only (25006); name the primary server');
}

/** As readiness reports it. */
function requireWholeSpool(folder: string): void {
  const bad = namesIn(folder).filter(isBad);
  if (bad.length === 0) return;
  throw problem(
    `DATA_DIR: ${bad.length} files in ${folder} cannot be read, such as ${bad[0]}; look at them, then remove them`,
  );
}

function problem(detail: string): Failure {
  return new Failure('AUDIT_UNAVAILABLE', 'Changes cannot be recorded now.', { detail });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

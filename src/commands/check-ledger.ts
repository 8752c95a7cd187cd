import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isNativeError } from 'node:util/types';
import type { LedgerConfig } from '../config/ledger.ts';
import { ConfigError } from '../config/problem.ts';
import type { OutboxChannel } from '../domain/outbox.ts';
import { differenceOf } from '../ledger/deployment-channels.ts';
import { readPostgresState } from '../ledger/upkeep/postgres-state.ts';
import { Finding, reach, type Check } from './finding.ts';

/** The oldest PostgreSQL that the ledger is tested with. */
const oldestVersion = 15;

/** What the ledger needs. Nothing is written. */
export function ledgerChecks(
  { on, folder, postgres }: LedgerConfig,
  channels: readonly OutboxChannel[],
): Check[] {
  if (!on) return [];
  const checkFolder = async (): Promise<string> => {
    const problem = folderProblem(folder);
    if (problem !== null) throw new Finding(problem);
    return `${folder} can be written`;
  };
  if (postgres === undefined) return [['ledger', checkFolder]];
  return [
    ['ledger', () => checkPostgres(new URL(postgres.url), channels)],
    ['folder of waiting outcomes', checkFolder],
  ];
}

async function checkPostgres(url: URL, own: readonly OutboxChannel[]): Promise<string> {
  const option = 'DATABASE_URL';
  const server = { option, caOption: 'sslrootcert of DATABASE_URL', url };
  const { version, hasTables, canCreate, channels } = await reach(server, async () => {
    try {
      return await readPostgresState(url);
    } catch (error) {
      throw refusalOf(error, url) ?? error;
    }
  });
  if (Number.parseInt(version, 10) < oldestVersion) {
    throw new Finding(
      `${option}: PostgreSQL ${version} is too old; take ${oldestVersion} or newer`,
    );
  }
  if (!hasTables && !canCreate) {
    throw new Finding(
      `${option}: the tables are missing, and this role cannot create them; run identity-gateway ledger migrate as their owner`,
    );
  }
  const others = differenceOf(own, channels);
  const found = `PostgreSQL ${version}${hasTables ? '' : ', whose tables the first start creates'}`;
  return others === null ? found : `${found}. ${others}`;
}

/** Explains why PostgreSQL refuses the sign-in; undefined if it does not. */
function refusalOf(error: unknown, { pathname, username }: URL): Finding | undefined {
  const code = isNativeError(error) && 'code' in error ? error.code : undefined;
  if (isNativeError(error) && error.message.includes('password must be a string')) {
    return new Finding('DATABASE_URL: PostgreSQL requires a password, and the URL has none');
  }
  if (code === '28P01' || code === '28000') {
    return new Finding(
      `DATABASE_URL: PostgreSQL rejects user ${username} or the password (${code})`,
    );
  }
  if (code !== '3D000') return undefined;
  return new Finding(`DATABASE_URL: there is no database ${pathname.slice(1)} (${code})`);
}

/** @throws ConfigError if outcomes could not be stored in this folder */
export function requireFolder({ on, folder }: Pick<LedgerConfig, 'on' | 'folder'>): void {
  const problem = on ? folderProblem(folder) : null;
  if (problem !== null) throw new ConfigError([problem]);
}

/** Why a folder cannot be used or created; null if it can. */
function folderProblem(folder: string): string | null {
  let existing = resolve(folder);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    if (!statSync(existing).isDirectory()) return `DATA_DIR: ${existing} is not a folder`;
    accessSync(existing, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const code = isNativeError(error) && 'code' in error ? String(error.code) : String(error);
    return `DATA_DIR: this process cannot write to ${existing} (${code})`;
  }
}

import { isNativeError } from 'node:util/types';
import { PostgresDialect } from 'kysely';
import { Client, Pool, types } from 'pg';
import type { ClientConfig, PoolConfig } from 'pg';
import { PostgresTurns } from './postgres-turns.ts';
import { isSameDatabase } from './same-database.ts';

/** Where PostgreSQL is, and how many connections this process may open to it for records; as many again for turns. */
export interface PostgresSettings {
  readonly url: string;
  readonly connections: number;
  /** Reads the URL again, for the user and the password of the next connection. */
  readonly reread?: () => URL;
}

/** How long a connection may take to open or to become free, and a statement to run; its waiting for the lock included. */
const connectMs = 2_000;
const statementMs = 5_000;

/** Opens PostgreSQL by bounded pools, one for records and one for turns; nothing is connected before the first question. */
export function openPostgres(settings: PostgresSettings): {
  readonly dialect: PostgresDialect;
  readonly turns: PostgresTurns;
} {
  const limits = { statement_timeout: statementMs, query_timeout: statementMs + 1_000 };
  return {
    dialect: new PostgresDialect({ pool: createPool(settings, limits) }),
    turns: new PostgresTurns(createPool(settings, {})),
  };
}

function createPool(settings: PostgresSettings, limits: PoolConfig): Pool {
  const pool = new Pool({
    ...limits,
    Client: class extends Client {
      constructor(config: ClientConfig = {}) {
        super({ ...config, connectionString: signInUrl(settings) });
      }
    },
    application_name: 'identity-gateway',
    max: settings.connections,
    connectionTimeoutMillis: connectMs,
    // Numbers of records and milliseconds, which a JavaScript number holds exactly.
    types: {
      getTypeParser: (type, format) =>
        type === types.builtins.INT8 ? Number : types.getTypeParser(type, format),
    },
  });
  // A connection that breaks, idle or in use, is replaced at the next question; unheard, its event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Where a new connection goes, and as whom: a password that was rotated holds at once. */
function signInUrl({ url, reread }: PostgresSettings): string {
  const again = reread?.().href ?? url;
  return isSameDatabase(url, again) ? again : url;
}

/**
 * Whether an error says that PostgreSQL cannot be reached or cannot serve now: no SQLSTATE, or one of the classes
 * 08 (connection), 53 (resources), 57 (operator). Others say that something is configured wrongly.
 */
export function isPassing(error: unknown): boolean {
  if (!isNativeError(error) || !('code' in error) || typeof error.code !== 'string') return true;
  return !/^[0-9A-Z]{5}$/.test(error.code) || /^(?:08|53|57)/.test(error.code);
}

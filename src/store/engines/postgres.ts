import type { PostgresDialect } from 'kysely';
import { Client, Pool, types, type ClientConfig, type PoolConfig } from 'pg';
import { mostCostlyReads } from '../../domain/ledger-ports/ledger-calls.ts';
import { PostgresLocks } from './postgres-locks.ts';
import { defaultIdleMs, LimitedDialect, Standstill } from './postgres-transactions.ts';
import { errorCodeOf } from '../../domain/values/failure.ts';

/**
 * How to reach PostgreSQL. `connections` bounds the pool of records and that of locks; costly reads
 * have a few more.
 */
export interface PostgresSettings {
  readonly url: string;
  readonly connections: number;
  /** Reads the URL again, for the user and password of the next connection. */
  readonly reread?: () => URL;
  /** How long a transaction may stand still, in milliseconds. Default: ten seconds. */
  readonly idleMs?: number;
}

/** PostgreSQL, as a ledger uses it. */
export interface OpenPostgres {
  readonly dialect: PostgresDialect;
  /** For costly reads. */
  readonly readDialect: PostgresDialect;
  readonly locks: PostgresLocks;
  /** Finds out from an error that this process stood still, and reports it. */
  readonly standstill: Standstill;
}

/** How long to wait for a connection, and for a statement including its wait for a lock (ms). */
const connectMs = 2_000;
const statementMs = 5_000;

/** After how long without a packet to find out whether the server is still there (ms). */
const keepAliveMs = 10_000;

/**
 * Opens bounded pools, for records, for costly reads of them, and for locks. Connects at the first
 * query. Statements on records have a time limit, unless `isPatient` is set.
 */
export function openPostgres(
  settings: PostgresSettings,
  { isPatient, warn }: { readonly isPatient: boolean; readonly warn: (message: string) => void },
): OpenPostgres {
  const { idleMs = defaultIdleMs } = settings;
  const limits = isPatient
    ? {}
    : { statement_timeout: statementMs, query_timeout: statementMs + 1_000 };
  const standstill = new Standstill(idleMs, warn);
  const dialectOf = (connections: number): PostgresDialect =>
    new LimitedDialect(createPool({ ...settings, connections }, standstill, limits), idleMs);
  return {
    dialect: dialectOf(settings.connections),
    readDialect: dialectOf(mostCostlyReads),
    locks: new PostgresLocks(createPool(settings, standstill), { idleMs, standstill }),
    standstill,
  };
}

function createPool(
  settings: PostgresSettings,
  standstill: Standstill,
  limits: PoolConfig = {},
): Pool {
  const pool = new Pool({
    ...limits,
    Client: class extends EndingClient {
      constructor(config: ClientConfig = {}) {
        super({ ...config, connectionString: withFullMode(signInUrl(settings)) });
      }
    },
    application_name: 'identity-gateway',
    max: settings.connections,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    connectionTimeoutMillis: connectMs,
    // Numbers of records and milliseconds, which a JavaScript number holds exactly.
    types: {
      getTypeParser: (type, format) =>
        type === types.builtins.INT8 ? Number : types.getTypeParser(type, format),
    },
  });
  // The next query replaces a broken connection; an unhandled `error` event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', (error) => standstill.note(error)));
  return pool;
}

/** Closes its connection if it cannot sign in: the pool forgets it, and a server may wait. */
class EndingClient extends Client {
  override connect(): Promise<Client>;
  override connect(callback: (error: Error | null) => void): void;
  override connect(callback?: (error: Error | null) => void): Promise<Client> | undefined {
    if (callback === undefined) return super.connect();
    super.connect((error: Error | null) => {
      if (error !== null) this.end(() => undefined);
      callback(error);
    });
    return undefined;
  }
}

/** The modes that the driver treats as `verify-full`, and prints four lines about. */
const aliases = ['prefer', 'require', 'verify-ca'];

/** Names the mode that the driver uses, so that it prints nothing. Otherwise returns the URL. */
export function withFullMode(given: string): string {
  const url = new URL(given);
  const isLibpq = url.searchParams.get('uselibpqcompat') === 'true';
  if (isLibpq || !aliases.includes(url.searchParams.get('sslmode') ?? '')) return given;
  url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}

/** The URL of a new connection: with a rotated user and password, but never another database. */
function signInUrl({ url, reread }: PostgresSettings): string {
  const rotated = reread?.().href ?? url;
  return withoutSignIn(url) === withoutSignIn(rotated) ? rotated : url;
}

function withoutSignIn(url: string): string {
  return Object.assign(new URL(url), { username: '', password: '' }).href;
}

/**
 * Whether an error means that PostgreSQL cannot be reached or cannot serve now: no SQLSTATE, one of
 * the classes 08 (connection), 53 (resources), 57 (operator), or a server that only reads. Other
 * classes mean that something is configured wrongly.
 */
export function isPassing(error: unknown): boolean {
  const code = errorCodeOf(error) ?? '';
  return !/^[0-9A-Z]{5}$/.test(code) || /^(?:08|53|57|25006)/.test(code);
}

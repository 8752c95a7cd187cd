import { isLoopback } from './loopback.ts';
import { ConfigError } from './problem.ts';
import { Source } from './source.ts';
import type { Environment } from './source.ts';

/** Where the ledger is, and the limits that are counted in it; undefined places where changes are not recorded. */
export function loadLedger(source: Source) {
  const url = source.readLive('DATABASE_URL');
  const connections = source.read('DATABASE_CONNECTIONS');
  return {
    on: source.read('LEDGER') === 'on',
    folder: source.read('DATA_DIR'),
    postgres: url && { url: url.current.href, connections, reread: () => url.reread() },
    limits: {
      staff: source.read('LIMIT_STAFF_CHANGES'),
      person: source.read('LIMIT_PERSON_CHANGES'),
      own: source.read('LIMIT_OWN_CHANGES'),
      searches: source.read('LIMIT_SEARCHES'),
    },
    workingHours: source.read('WORKING_HOURS'),
  };
}

/** The configuration of the ledger. */
export type LedgerConfig = Readonly<ReturnType<typeof loadLedger>>;

/**
 * Reads the options of the ledger alone, for commands that need no AM.
 * @throws ConfigError with every problem at once.
 */
export function loadLedgerConfig(environment: Environment): LedgerConfig {
  const source = new Source(environment);
  const config = loadLedger(source);
  if (source.problems.length > 0) throw new ConfigError(source.problems);
  return config;
}

/** What of the ledger is unsafe in production. */
export function ledgerProblems({ on, postgres }: LedgerConfig): string[] {
  const problems: string[] = [];
  if (!on)
    problems.push('LEDGER: off is refused with NODE_ENV=production; no change would leave a trace');
  if (postgres !== undefined && !isPrivate(new URL(postgres.url))) {
    problems.push(
      'DATABASE_URL: add sslmode=verify-full with NODE_ENV=production; records would travel in the clear',
    );
  }
  return problems;
}

/** Whether records stay on this machine, which is also so for a socket in place of a host, or travel by TLS. */
function isPrivate({ hostname, searchParams }: URL): boolean {
  const host = searchParams.get('host') ?? hostname;
  if (host === '' || host.startsWith('/') || isLoopback(host)) return true;
  return ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '');
}

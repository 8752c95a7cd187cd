import { loadAccess } from './load-access.ts';
import { loadAm } from './load-am.ts';
import { loadCallers } from './load-callers.ts';
import { loadDocuments } from './load-documents.ts';
import { ledgerProblems, loadLedger } from './load-ledger.ts';
import { loadLimits } from './load-limits.ts';
import { loadPages, pagesProblems } from './load-pages.ts';
import { loadSignIn } from './load-sign-in.ts';
import { isLoopback } from './loopback.ts';
import { ConfigError } from './problem.ts';
import { Source } from './source.ts';
import { loadTracing } from './load-tracing.ts';
import type { Environment } from './source.ts';

/** The whole configuration, valid by construction. */
export type Config = Readonly<ReturnType<typeof readConfig>> & {
  /** Which of several workers this process is, from 1. */
  readonly worker?: number;
};

/**
 * Reads the configuration.
 * @throws ConfigError with every problem at once.
 */
export function loadConfig(environment: Environment): Config {
  const source = new Source(environment);
  const config = readConfig(source);
  if (config.production) source.problems.push(...productionProblems(config, environment));
  source.problems.push(...workersProblems(config), ...portProblems(config));
  if (source.problems.length > 0) throw new ConfigError(source.problems);
  return config;
}

function readConfig(source: Source) {
  const production = source.read('NODE_ENV') === 'production';
  const access = loadAccess(source);
  const callers = loadCallers(source);
  const ledger = loadLedger(source);
  const pages = loadPages(source, { production });
  const { realms } = access;
  const signIn = { realms, oidc: callers.oidc, production, on: pages.on, ledgerOn: ledger.on };
  return {
    production,
    port: source.read('PORT'),
    metricsPort: source.read('METRICS_PORT') ?? (production ? 9464 : 'off'),
    host: source.read('HOST'),
    workers: source.read('WORKERS'),
    corsOrigins: source.read('CORS_ORIGINS'),
    corsHeaders: source.read('CORS_HEADERS'),
    trustedProxies: source.read('TRUSTED_PROXIES'),
    logLevel: source.read('LOG_LEVEL'),
    logCallerKey: source.read('LOG_CALLER_KEY'),
    requestDeadlineMs: source.read('REQUEST_DEADLINE_MS'),
    shedLoad: source.read('SHED_LOAD') === 'on',
    listener: {
      keepAliveSeconds: source.read('KEEP_ALIVE_SECONDS'),
      maxConnections: source.read('MAX_CONNECTIONS'),
    },
    drainDelaySeconds: source.read('DRAIN_DELAY_SECONDS'),
    drainSeconds: source.read('DRAIN_SECONDS'),
    sandboxPort: source.read('SANDBOX_PORT'),
    tracing: loadTracing(source),
    am: loadAm(source),
    access,
    callers,
    pages,
    /** How people sign in to the pages by OAuth. */
    oauth: loadSignIn(source, signIn),
    documents: loadDocuments(source),
    ledger,
    /** What one request and one operation may cost. */
    limits: loadLimits(source),
    /** What may be replaced while the process runs, by the option that it comes from. */
    live: source.live,
  };
}

function productionProblems(
  { am, callers, ledger, pages }: Config,
  environment: Environment,
): string[] {
  const { jwksUrl, introspection } = callers.oidc ?? {};
  const urls = [
    ['AM_URL', am.url, 'sessions would travel in the clear'],
    ['OIDC_JWKS_URL', jwksUrl, 'tokens could be forged'],
    ['OIDC_INTROSPECTION_URL', introspection?.url, 'tokens could be forged'],
  ] as const;
  const problems = urls
    .filter(([, url]) => url?.protocol === 'http:' && !isLoopback(url.hostname))
    .map(([name, , risk]) => `${name}: plain http is refused with NODE_ENV=production; ${risk}`);
  if (am.url === undefined) {
    problems.push('AM_URL: missing; the sandbox AM does not run with NODE_ENV=production');
  }
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    problems.push(
      'NODE_TLS_REJECT_UNAUTHORIZED: 0 is refused with NODE_ENV=production; trust a private CA with AM_CA_FILE',
    );
  }
  return [...problems, ...ledgerProblems(ledger), ...pagesProblems(pages)];
}

/** What several workers cannot share, or have no port for. */
function workersProblems({ workers, am, ledger, metricsPort }: Config): string[] {
  if (workers === 1) return [];
  const problems: string[] = [];
  if (am.url === undefined) {
    problems.push('WORKERS: more than 1 needs AM_URL; the sandbox AM is one process');
  }
  if (!ledger.on || ledger.postgres === undefined) {
    problems.push(
      'WORKERS: more than 1 needs LEDGER=on and DATABASE_URL; a ledger in DATA_DIR belongs to one process',
    );
  }
  if (metricsPort !== 'off' && metricsPort + workers - 1 > 65_535) {
    problems.push('METRICS_PORT: with WORKERS each takes one port more, and there are none left');
  }
  return problems;
}

/** The API and the port of operators are apart, so that a proxy can be kept from the one and lead to the other. */
function portProblems({ port, metricsPort, workers }: Config): string[] {
  const isTaken = metricsPort !== 'off' && port >= metricsPort && port < metricsPort + workers;
  return port !== 0 && isTaken ? [`METRICS_PORT: ${port} is PORT; each needs its own`] : [];
}

export type { Environment } from './source.ts';

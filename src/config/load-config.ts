import { accessConfig } from './access.ts';
import { amConfig } from './am.ts';
import { auditLogProblems } from './audit-log.ts';
import { callersConfig } from './callers.ts';
import { documentProblems } from './documents.ts';
import { tracingConfig } from './gateway.ts';
import { ledgerConfig, ledgerProblems, type LedgerConfig } from './ledger.ts';
import { mailConfig } from './mail.ts';
import { isLoopback } from './network-readers.ts';
import { noticesConfig } from './notices.ts';
import { options } from './options.ts';
import { oauthConfig, pagesConfig, pagesProblems } from './pages.ts';
import { ConfigError } from './problem.ts';
import { proofsConfig } from './proofs.ts';
import { proxyProblems } from './outgoing-proxy.ts';
import { realmsOf } from './realms.ts';
import { sharedSignalsConfig } from './shared-signals.ts';
import { verifiersConfig } from './verifiers.ts';
import { Source, type Environment } from './source.ts';
import type { OutboxChannel } from '../domain/outbox.ts';
import type { Realms } from '../domain/realm.ts';

/** The whole configuration, valid by construction. */
export type Config = Readonly<ReturnType<typeof readConfig>>;

/** Reads the configuration. Throws a `ConfigError` with every problem. */
export function loadConfig(environment: Environment): Config {
  return withoutProblems(environment, (source) => {
    const config = readConfig(source);
    if (config.production) source.problems.push(...productionProblems(config, environment));
    source.problems.push(...proxyProblems(config, environment));
    const { port, metricsPort } = config;
    // A proxy must be able to forward to the API and not to the metrics.
    if (port !== 0 && port === metricsPort)
      source.problems.push(`METRICS_PORT: ${port} is PORT; each needs its own`);
    return config;
  });
}

/** Reads the options of the ledger, for commands that need no AM. Throws a `ConfigError`. */
export function loadLedgerConfig(environment: Environment): LedgerConfig {
  return withoutProblems(environment, (source) =>
    ledgerConfig(source.read(options.ledger), source.problems),
  );
}

/** Reads the served realms, for commands that need no AM. Throws a `ConfigError`. */
export function loadServedRealms(environment: Environment): Realms {
  return withoutProblems(environment, (source) => {
    const { defaultRealm, realms } = options.access;
    const { name, listed } = source.read({ name: defaultRealm, listed: realms });
    return realmsOf({ name, listed }, source);
  });
}

/** Reads who gets security events, for commands that need no AM. Throws a `ConfigError`. */
export function loadSecurityChannels(environment: Environment): readonly OutboxChannel[] {
  return withoutProblems(environment, (source) => {
    const { mail, ...given } = options.notices;
    const { notices, mode, team } = source.read({
      notices: given,
      mode: options.gateway.mode,
      team: mail.security,
    });
    const context = { isRecorded: true, production: mode === 'production' };
    const webhooks = noticesConfig(notices, { ...context, problems: source.problems });
    return [
      ...webhooks.map(({ name, kinds }) => ({ name: `webhook:${name}`, kinds })),
      ...(team === undefined ? [] : [{ name: 'mail:security', kinds: ['security'] } as const]),
    ];
  });
}

/** Reads the rules of documents, for commands that need no AM. Throws a `ConfigError`. */
export function loadDocumentRules(environment: Environment) {
  return withoutProblems(environment, (source) => {
    const { documents, limits, mode } = source.read({
      documents: options.documents,
      limits: options.limits,
      mode: options.gateway.mode,
    });
    source.problems.push(...documentProblems(documents));
    return { production: mode === 'production', documents, limits };
  });
}

function withoutProblems<T>(environment: Environment, read: (source: Source) => T): T {
  const source = new Source(environment);
  const config = read(source);
  if (source.problems.length > 0) throw new ConfigError(source.problems);
  return config;
}

function readConfig(source: Source) {
  const given = source.read(options);
  const { problems } = source;
  const { mode, metricsPort, ...gateway } = given.gateway;
  const production = mode === 'production';
  const access = accessConfig(given.access, source);
  const callers = callersConfig(given.callers, problems);
  const pages = pagesConfig(given.pages, production, problems);
  const ledger = ledgerConfig(given.ledger, problems);
  problems.push(...approvalProblems(access, ledger));
  const context = { production, on: pages.on, access, callers, ledger };
  const hasService = callers.service !== undefined;
  const proofContext = { access, isRecorded: ledger.on, hasService, production, problems };
  problems.push(...documentProblems(given.documents));
  const { auditLog } = given.notices;
  problems.push(...auditLogProblems(auditLog, { isRecorded: ledger.on, production }));
  const oauth = oauthConfig(given.pages, context, problems);
  if (ledger.watchMs !== null && !ledger.on)
    problems.push('WATCH_REENROLMENT: LEDGER=off records no reset to watch');
  if (ledger.watchMs !== null && production && !hasService)
    problems.push('WATCH_REENROLMENT: no service credential is configured (AM_SERVICE_USERNAME)');
  return {
    ...gateway,
    production,
    /** Whether the explorer, introspection and the SDL are offered: only to this machine. */
    isExplorable: !production && isLoopback(gateway.host),
    metricsPort: metricsPort ?? (production ? 9464 : 'off'),
    am: amConfig(given.am),
    access,
    callers,
    proofs: proofsConfig(given.proofs, proofContext),
    verifiers: verifiersConfig(given.proofs, proofContext),
    pages,
    oauth,
    documents: given.documents,
    ledger,
    webhooks: noticesConfig(given.notices, { isRecorded: ledger.on, production, problems }),
    auditLog,
    sharedSignals: sharedSignalsConfig(given.sharedSignals, {
      isRecorded: ledger.on,
      production,
      publicUrl: pages.publicUrl,
      realms: access.realms,
      pageIssuers: oauth?.issuers ?? new Map<string, string>(),
      allowsPrivate: given.notices.privateTargets === 'allow',
      hasService,
      addresses: given.notices.mail.addresses,
      problems,
    }),
    mail: mailConfig(given.notices.mail, {
      isRecorded: ledger.on,
      production,
      callers,
      pages,
      problems,
    }),
    limits: given.limits,
    tracing: tracingConfig(given.tracing),
    live: source.live,
  };
}

function approvalProblems(
  { approval }: Config['access'],
  { on: isRecorded }: LedgerConfig,
): string[] {
  if (approval.rules.length === 0 || isRecorded) return [];
  return ['APPROVAL_REQUIRED: requested changes are stored in the ledger, and LEDGER is off'];
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

export type { Environment } from './source.ts';

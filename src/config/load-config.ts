import { accessConfig } from './sections/access.ts';
import { callersConfig, isServiceGiven } from './sections/callers.ts';
import { needsService, type SectionContext } from './things/section-context.ts';
import { documentProblems, peopleProblems } from './sections/documents.ts';
import { enrolmentConfig } from './enrolment.ts';
import { ledgerConfig, ledgerProblems, type LedgerConfig } from './sections/ledger.ts';
import { mailConfig } from './sections/mail.ts';
import { isLoopback } from './things/network-readers.ts';
import { noticesConfig } from './sections/notices.ts';
import { openSource } from './open-source.ts';
import { options, optionsByName } from './options.ts';
import {
  namedIssuers,
  oauthConfig,
  pagesConfig,
  pagesProblems,
  signsInByOauth,
} from './sections/pages.ts';
import { ConfigError } from './values/problem.ts';
import { asksForCodes, proofsConfig } from './sections/proofs.ts';
import { proxyProblems } from './outgoing-proxy.ts';
import { realmsOf } from './things/realms.ts';
import { sharedSignalsConfig } from './sections/shared-signals.ts';
import { tracingConfig } from './sections/tracing.ts';
import { verifiersConfig } from './sections/verifiers.ts';
import type { Environment, Source } from './source/source.ts';
import type { OutboxChannel } from '../domain/outbox/outbox.ts';
import type { Realms } from '../domain/people/realm.ts';

/** The whole configuration, valid by construction. */
export type Config = Readonly<ReturnType<typeof readConfig>>;

/**
 * Reads the configuration. Throws a `ConfigError` with every problem.
 * @param presets what counts if an option is not set: the sandbox's own options
 */
export function loadConfig(environment: Environment, presets: Environment = {}): Config {
  return withoutProblems(openSource(environment, presets), (source) => {
    const config = readConfig(source, environment);
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
  return withoutProblems(openSource(environment), (source) =>
    ledgerConfig(source.read(options.ledger), source.problems),
  );
}

/** Reads the served realms, for commands that need no AM. Throws a `ConfigError`. */
export function loadServedRealms(environment: Environment): Realms {
  return withoutProblems(openSource(environment), (source) => {
    const { defaultRealm, realms } = options.access;
    const { name, listed } = source.read({ name: defaultRealm, listed: realms });
    return realmsOf({ name, listed }, source);
  });
}

/** Reads who gets security events, for commands that need no AM. Throws a `ConfigError`. */
export function loadSecurityChannels(environment: Environment): readonly OutboxChannel[] {
  return withoutProblems(openSource(environment), (source) => {
    const { mail, ...given } = options.notices;
    const { notices, mode, team } = source.read({
      notices: given,
      mode: options.gateway.mode,
      team: mail.security,
    });
    const context = { production: mode === 'production' };
    const webhooks = noticesConfig(notices, { ...context, problems: source.problems });
    return [
      ...webhooks.map(({ name, kinds }) => ({ name: `webhook:${name}`, kinds })),
      ...(team === undefined ? [] : [{ name: 'mail:security', kinds: ['security'] } as const]),
    ];
  });
}

/** Reads the rules of documents, for commands that need no AM. Throws a `ConfigError`. */
export function loadDocumentRules(environment: Environment) {
  return withoutProblems(openSource(environment), (source) => {
    const { documents, limits, mode } = source.read({
      documents: options.documents,
      limits: options.limits,
      mode: options.gateway.mode,
    });
    source.problems.push(...documentProblems(documents));
    return { production: mode === 'production', documents, limits };
  });
}

function withoutProblems<T>(source: Source, read: (source: Source) => T): T {
  const config = read(source);
  const problems = source.located(optionsByName);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readConfig(source: Source, environment: Environment) {
  const given = source.read(options);
  const { problems } = source;
  const { mode, metricsPort, ...gateway } = given.gateway;
  const production = mode === 'production';
  const hasService = isServiceGiven(given.callers);
  const acceptsTokens = given.callers.oidc.issuer !== undefined || signsInByOauth(given.pages);
  const { flavor } = given.am;
  const access = accessConfig(given.access, { flavor, hasService, acceptsTokens }, source);
  const callers = callersConfig(given.callers, problems);
  const pages = pagesConfig(given.pages, production, problems);
  const ledger = ledgerConfig(given.ledger, problems);
  const context = { production, on: pages.on, access, callers };
  const shared: SectionContext = { hasService, production, problems };
  problems.push(...documentProblems(given.documents), ...peopleProblems(given.documents, pages.on));
  const oauth = oauthConfig(given.pages, context, problems);
  problems.push(...watchProblems(ledger, shared));
  return {
    ...gateway,
    production,
    /** Whether the explorer, introspection and the SDL are offered: only to this machine. */
    isExplorable: !production && isLoopback(gateway.host),
    metricsPort: metricsPort ?? (production ? 9464 : 'off'),
    am: given.am,
    access,
    callers,
    proofs: proofsConfig(given.proofs, { ...shared, access }),
    verifiers: verifiersConfig(given.proofs, shared),
    enrolment: enrolmentConfig(given.enrolment, { ...shared, realms: access.realms }),
    pages,
    oauth,
    documents: given.documents,
    ledger,
    webhooks: noticesConfig(given.notices, shared),
    auditLog: given.notices.auditLog,
    sharedSignals: sharedSignalsConfig(given.sharedSignals, {
      ...shared,
      publicUrl: pages.publicUrl,
      realms: access.realms,
      pageIssuers: oauth?.issuers ?? namedIssuers(given.pages),
      allowsPrivate: given.notices.privateTargets === 'allow',
      addresses: given.notices.mail.addresses,
    }),
    mail: mailConfig(given.notices.mail, {
      ...shared,
      pages,
      asksForCodes: asksForCodes(given.proofs),
    }),
    limits: given.limits,
    tracing: tracingConfig(given.tracing, environment, source),
    live: source.live,
  };
}

function watchProblems(
  { watchMs }: LedgerConfig,
  { production, hasService }: SectionContext,
): string[] {
  if (watchMs === null) return [];
  return production && !hasService ? [needsService('WATCH_REENROLMENT', 'devices')] : [];
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

export type { Environment } from './source/source.ts';

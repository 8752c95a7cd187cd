import { accessConfig } from './sections/access.ts';
import { callersConfig } from './sections/callers.ts';
import { teamChannels, webhookChannels } from './channels.ts';
import { enrolmentConfig } from './enrolment.ts';
import { identityVerificationConfig } from './sections/identity-verification.ts';
import { ledgerConfig, ledgerProblems, type LedgerConfig } from './sections/ledger.ts';
import { mailConfig } from './sections/mail.ts';
import { isLoopback } from './things/network-readers.ts';
import { noticesConfig } from './sections/notices.ts';
import { openSource } from './open-source.ts';
import { options } from './options.ts';
import { namedIssuers, oauthConfig } from './sections/pages.ts';
import { relationProblems, relationWarnings } from './relations.ts';
import { optionsIn, type OptionTree } from './values/option.ts';
import { ConfigError } from './values/problem.ts';
import { asksForCodes, proofsConfig } from './sections/proofs.ts';
import { proxyProblems } from './outgoing-proxy.ts';
import { realmsOf } from './things/realms.ts';
import { sharedSignalsConfig } from './sections/shared-signals.ts';
import { tracingConfig } from './sections/tracing.ts';
import type { Environment } from './source/given.ts';
import type { Source } from './source/source.ts';
import type { OutboxChannel } from '../domain/outbox/outbox.ts';
import type { Realms } from '../domain/people/realm.ts';

/** The whole configuration, valid by construction. */
export type Config = Readonly<ReturnType<typeof readConfig>>;

/**
 * Reads the configuration. Throws a `ConfigError` with every problem.
 * @param presets what counts if an option is not set: the sandbox's own options
 */
export function loadConfig(environment: Environment, presets: Environment = {}): Config {
  return withoutProblems(openSource(environment, presets), options, (source) => {
    const config = readConfig(source, environment);
    if (config.production) source.problems.push(...productionProblems(config, environment));
    source.problems.push(...proxyProblems(config, environment));
    return config;
  });
}

/** Reads the options of the ledger, for commands that need no AM. Throws a `ConfigError`. */
export function loadLedgerConfig(environment: Environment): LedgerConfig {
  const source = openSource(environment, {}, options.ledger);
  return withoutProblems(source, options.ledger, () => ledgerConfig(source.read(options.ledger)));
}

/** Reads the served realms, for commands that need no AM. Throws a `ConfigError`. */
export function loadServedRealms(environment: Environment): Realms {
  const { realms } = options.access;
  const source = openSource(environment, {}, { realms });
  return withoutProblems(source, { realms }, () => realmsOf(source.read({ realms }).realms));
}

/** Reads who gets security events, for commands that need no AM. Throws a `ConfigError`. */
export function loadSecurityChannels(environment: Environment): readonly OutboxChannel[] {
  const { mail, ...given } = options.notices;
  const source = openSource(environment, {}, { ...given, team: mail.team });
  return withoutProblems(source, given, () => {
    const { notices, mode, team } = source.read({
      notices: given,
      mode: options.gateway.mode,
      team: mail.team,
    });
    const context = { production: mode === 'production' };
    const webhooks = noticesConfig(notices, { ...context, problems: source.problems });
    return [...webhookChannels(webhooks), ...teamChannels({ team })];
  });
}

/** Reads the rules of documents, for commands that need no AM. Throws a `ConfigError`. */
export function loadDocumentRules(environment: Environment) {
  const { documents: ofDocuments } = options;
  const source = openSource(environment, {}, ofDocuments);
  return withoutProblems(source, ofDocuments, () => {
    const { documents, limits, mode } = source.read({
      documents: ofDocuments,
      limits: options.limits,
      mode: options.gateway.mode,
    });
    return { production: mode === 'production', documents, limits };
  });
}

/** @param tree the options whose relations count */
function withoutProblems<T>(source: Source, tree: OptionTree, read: (source: Source) => T): T {
  const config = read(source);
  source.problems.push(...relationProblems(optionsIn(tree), source));
  const problems = source.located();
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readConfig(source: Source, environment: Environment) {
  const given = source.read(options);
  const { problems } = source;
  const { mode, ...gateway } = given.gateway;
  const production = mode === 'production';
  const access = accessConfig(given.access, given.am.flavor, source);
  const callers = callersConfig(given.callers);
  const { oauth: _oauth, ...pages } = given.pages;
  const shared = { production, problems };
  const oauth = oauthConfig(given.pages, { access, callers }, problems);
  return {
    ...gateway,
    production,
    /** Whether the explorer, introspection and the SDL are offered: only to this machine. */
    isExplorable: !production && isLoopback(gateway.host),
    am: given.am,
    access,
    callers,
    proofs: proofsConfig(given.proofs),
    identityVerification: identityVerificationConfig(given.identityVerification, {
      production,
      allowsPrivate: given.notices.privateTargets === 'allow',
    }),
    enrolment: enrolmentConfig(given.enrolment),
    pages,
    oauth,
    documents: given.documents,
    ledger: ledgerConfig(given.ledger),
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
    warnings: relationWarnings(optionsIn(options), source),
  };
}

function productionProblems({ ledger }: Config, environment: Environment): string[] {
  return [
    ...(environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? [
          'NODE_TLS_REJECT_UNAUTHORIZED: 0 is refused with NODE_ENV=production; trust a private CA with AM_CA_FILE',
        ]
      : []),
    ...ledgerProblems(ledger),
  ];
}

export type { Environment } from './source/given.ts';

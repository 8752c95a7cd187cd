import type { DeviceKind } from '../domain/device.ts';
import type { Flavor } from '../domain/flavor.ts';
import { createRealms } from '../domain/realm.ts';
import type { Realm, Realms } from '../domain/realm.ts';
import { options } from './options.ts';
import { loadDocuments } from './load-documents.ts';
import type { DocumentsConfig } from './load-documents.ts';
import { loadCallers } from './load-callers.ts';
import type { CallersConfig } from './load-callers.ts';
import { ConfigError } from './problem.ts';
import { Source } from './source.ts';
import type { Environment } from './source.ts';
import { realm as readRealm } from './realm-reader.ts';

/** The configuration of AM: where it is, what it is, and what the deployment overrides. */
export interface AmConfig {
  readonly url: URL | undefined;
  readonly flavor: Flavor;
  readonly realms: Realms;
  readonly cookieName: string | undefined;
  readonly superUser: string | undefined;
  readonly userIdPattern: RegExp | undefined;
  readonly userNameAttribute: string;
  /** Paths that replace the flavour's own. */
  readonly devicePaths: Readonly<Partial<Record<DeviceKind, string>>>;
  readonly devicesVersion: string;
  readonly usersVersion: string | undefined;
  readonly groupsVersion: string | undefined;
  readonly sessionsVersion: string;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly connections: number;
  readonly sessionCacheSeconds: number;
}

/** What one operation and one request may cost. */
export interface LimitsConfig {
  readonly bodyBytes: number;
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly people: number;
  /** The most points that one operation may cost. */
  readonly cost: number;
}

/** The whole configuration, valid by construction. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly corsOrigins: readonly string[];
  readonly logLevel: string;
  readonly drainSeconds: number;
  readonly sandboxPort: number;
  readonly am: AmConfig;
  readonly callers: CallersConfig;
  readonly documents: DocumentsConfig;
  readonly limits: LimitsConfig;
}

/**
 * Reads the configuration.
 * @throws ConfigError with every problem at once.
 */
export function loadConfig(environment: Environment): Config {
  const source = new Source(environment);
  const production = source.value('NODE_ENV', options.NODE_ENV) === 'production';
  const config: Config = {
    production,
    port: source.value('PORT', options.PORT),
    host: source.value('HOST', options.HOST),
    corsOrigins: source.value('CORS_ORIGINS', options.CORS_ORIGINS),
    logLevel: source.value('LOG_LEVEL', options.LOG_LEVEL),
    drainSeconds: source.value('DRAIN_SECONDS', options.DRAIN_SECONDS),
    sandboxPort: source.value('SANDBOX_PORT', options.SANDBOX_PORT),
    am: loadAm(source),
    callers: loadCallers(source),
    documents: loadDocuments(source),
    limits: {
      bodyBytes: source.value('LIMIT_BODY_BYTES', options.LIMIT_BODY_BYTES),
      depth: source.value('LIMIT_DEPTH', options.LIMIT_DEPTH),
      fields: source.value('LIMIT_FIELDS', options.LIMIT_FIELDS),
      aliases: source.value('LIMIT_ALIASES', options.LIMIT_ALIASES),
      people: source.value('LIMIT_PEOPLE', options.LIMIT_PEOPLE),
      cost: source.value('LIMIT_COST', options.LIMIT_COST),
    },
  };
  if (production) source.problems.push(...productionProblems(config, environment));
  if (source.problems.length > 0) throw new ConfigError(source.problems);
  return config;
}

function loadAm(source: Source): AmConfig {
  return {
    url: source.optional('AM_URL', options.AM_URL),
    flavor: source.value('AM_FLAVOR', options.AM_FLAVOR),
    realms: loadRealms(source),
    cookieName: source.optional('AM_COOKIE_NAME', options.AM_COOKIE_NAME),
    superUser: source.optional('AM_SUPER_USER', options.AM_SUPER_USER),
    userIdPattern: source.optional('AM_USER_ID_PATTERN', options.AM_USER_ID_PATTERN),
    userNameAttribute: source.value('AM_USER_NAME_ATTRIBUTE', options.AM_USER_NAME_ATTRIBUTE),
    devicePaths: loadDevicePaths(source),
    devicesVersion: source.value('AM_DEVICES_VERSION', options.AM_DEVICES_VERSION),
    usersVersion: source.optional('AM_USERS_VERSION', options.AM_USERS_VERSION),
    groupsVersion: source.optional('AM_GROUPS_VERSION', options.AM_GROUPS_VERSION),
    sessionsVersion: source.value('AM_SESSIONS_VERSION', options.AM_SESSIONS_VERSION),
    ca: source.optional('AM_CA_FILE', options.AM_CA_FILE),
    timeoutMs: source.value('AM_TIMEOUT_MS', options.AM_TIMEOUT_MS),
    connectTimeoutMs: source.value('AM_CONNECT_TIMEOUT_MS', options.AM_CONNECT_TIMEOUT_MS),
    connections: source.value('AM_CONNECTIONS', options.AM_CONNECTIONS),
    sessionCacheSeconds: source.value('SESSION_CACHE_SECONDS', options.SESSION_CACHE_SECONDS),
  };
}

function loadDevicePaths(source: Source): AmConfig['devicePaths'] {
  const paths = {
    OATH: source.optional('AM_OATH_PATH', options.AM_OATH_PATH),
    PUSH: source.optional('AM_PUSH_PATH', options.AM_PUSH_PATH),
    WEB_AUTHN: source.optional('AM_WEB_AUTHN_PATH', options.AM_WEB_AUTHN_PATH),
    BOUND: source.optional('AM_BOUND_PATH', options.AM_BOUND_PATH),
    PROFILE: source.optional('AM_PROFILE_PATH', options.AM_PROFILE_PATH),
    TRUSTED: source.optional('AM_TRUSTED_PATH', options.AM_TRUSTED_PATH),
  } satisfies Record<DeviceKind, string | undefined>;
  return Object.fromEntries(Object.entries(paths).filter(([, path]) => path !== undefined));
}

function loadRealms(source: Source): Realms {
  const standardName = source.optional('AM_REALM', options.AM_REALM);
  const listed = source.optional('AM_REALMS', options.AM_REALMS) ?? [];
  const alone = source.attempt('AM_REALM', () => readRealm(standardName ?? 'alpha'));
  const list = listed.length > 0 || alone === undefined ? listed : [alone];
  source.problems.push(...repeated(list));
  const standard =
    standardName === undefined || listed.length === 0
      ? list[0]
      : list.find((realm) => realm.name === standardName);
  if (standard !== undefined) return createRealms(list, standard);
  if (listed.length > 0)
    source.problems.push(`AM_REALM: "${standardName}" is not one of AM_REALMS`);
  return createRealms(list, { name: 'alpha', path: '/alpha' });
}

/** One name or path for two realms would let a person of one pass for one of the other. */
function repeated(list: readonly Realm[]): string[] {
  const again = (texts: readonly string[]): string[] =>
    texts.filter((text, index) => texts.indexOf(text) !== index);
  return [...again(list.map(({ name }) => name)), ...again(list.map(({ path }) => path))]
    .slice(0, 1)
    .map((text) => `AM_REALMS: "${text}" is given twice`);
}

function productionProblems(config: Config, environment: Environment): string[] {
  const problems: string[] = [];
  const { url } = config.am;
  if (url === undefined) {
    problems.push('AM_URL: missing; the sandbox AM does not run with NODE_ENV=production');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.push(
      'AM_URL: plain http is refused with NODE_ENV=production; sessions would travel in the clear',
    );
  }
  const { oidc } = config.callers;
  for (const [name, place] of [
    ['OIDC_JWKS_URL', oidc?.jwksUrl],
    ['OIDC_INTROSPECTION_URL', oidc?.introspection?.url],
  ] as const) {
    if (place?.protocol === 'http:' && !isLoopback(place.hostname)) {
      problems.push(
        `${name}: plain http is refused with NODE_ENV=production; tokens could be forged`,
      );
    }
  }
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    problems.push(
      'NODE_TLS_REJECT_UNAUTHORIZED: 0 is refused with NODE_ENV=production; trust a private CA with AM_CA_FILE',
    );
  }
  return problems;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

export type { Environment } from './source.ts';

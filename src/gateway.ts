import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from 'node:http';
import { Am } from './am/am.ts';
import type { AmParts } from './am/am.ts';
import { BearerVerifier } from './am/session/bearer-verifier.ts';
import { CookieName } from './am/session/cookie-name.ts';
import { ownSession } from './am/session/credential.ts';
import type { CredentialSource } from './am/session/credential.ts';
import { GroupDirectory } from './am/people/groups.ts';
import { AmHttp } from './am/http/am-http.ts';
import { personFields } from './am/json/person.ts';
import { OneAtATime } from './am/devices/one-at-a-time.ts';
import { Paths } from './am/paths.ts';
import { capabilitiesOf, products } from './am/product.ts';
import type { Product } from './am/product.ts';
import { createServiceCredential } from './am/session/service-credential.ts';
import { SessionVerdicts } from './am/session/session-verdicts.ts';
import type { AmConfig, Config } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { recogniseSession } from './domain/access.ts';
import type { AccessSettings } from './domain/access.ts';
import { Failure } from './domain/failure.ts';
import type { Later } from './domain/later.ts';
import { createUserIdRule } from './domain/user-id.ts';
import { Documents } from './documents/documents.ts';
import { readManifests } from './documents/manifest.ts';
import { OperationCosts } from './documents/operation-cost.ts';
import { OperationGuard } from './documents/operation-limits.ts';
import { TrustedDocuments } from './documents/trusted-documents.ts';
import type { TrustOptions } from './documents/trusted-documents.ts';
import { startApolloEngine } from './execution/apollo-engine.ts';
import { directEngine } from './execution/direct-engine.ts';
import { Plans } from './execution/plans.ts';
import { SeenDocuments } from './execution/seen-documents.ts';
import { createSchema } from './graph/build-schema.ts';
import { RequestContext } from './graph/request/context.ts';
import type { ProductFacts } from './graph/request/context.ts';
import { drain } from './server/drain.ts';
import { explorerPage } from './server/explorer.ts';
import type { ContextSeed } from './server/graphql-endpoint.ts';
import { Health } from './server/health.ts';
import { createHttpServer } from './server/http-server.ts';
import type { Log } from './telemetry/log.ts';

/** What the gateway takes from outside, beside its configuration. */
export interface GatewayParts {
  /** Base URL of AM: the configured one, or the sandbox's. */
  readonly amUrl: URL;
  readonly log: Log;
  readonly now: () => number;
  /** Where the schema for composers, the documented operations and their manifest are. */
  readonly schemaFolder: string;
}

/** A gateway that listens. */
export interface Gateway {
  readonly url: string;
  /** Takes no new work, lets what is under way finish, then frees everything. */
  stop(): Promise<void>;
}

/** Wires the rooms together and listens. */
export async function startGateway(config: Config, parts: GatewayParts): Promise<Gateway> {
  const { log, now } = parts;
  const wired = wire(config, parts);
  const am = wired.parts;
  warnOfMissingCredential(config, log);
  const { federation } = config.documents;
  const schema = await createSchema({ federation });
  const costs = new OperationCosts(schema);
  const guard = new OperationGuard(config.limits);
  const { production } = config;
  const judges = { schema, guard, costs, introspection: !production };
  const trusted = loadTrusted(config, parts, judges);
  const costLimit = config.limits.cost;
  const seen = new SeenDocuments(costs);
  const apollo = await startApolloEngine({
    schema,
    trusted,
    costs,
    costLimit,
    production,
    seen,
    log,
  });
  const engine = config.documents.compiled
    ? directEngine(apollo, { plans: new Plans(schema), seen, costLimit })
    : apollo;
  const health = new Health(
    { am: () => am.cookieName.ask(), service: () => serviceProblem(wired) },
    now,
  );
  const cookieName = (): Later<string> => am.cookieName.get();
  const explorer = async (): ReturnType<typeof explorerPage> =>
    explorerPage(await cookieName(), join(parts.schemaFolder, 'operations'));
  const server = createHttpServer({
    engine,
    documents: new Documents({ ...config.documents, trusted, guard }),
    cookieName,
    contextOf: (seed) => contextOf(seed, wired, parts),
    shownCostLimit: production ? null : costLimit,
    bodyLimit: config.limits.bodyBytes,
    allowedOrigins: config.corsOrigins,
    health,
    log,
    explorer: production ? undefined : explorer,
  });
  const url = await listen(server, config);
  const stop = async (): Promise<void> => {
    health.drain();
    await drain(server, config.drainSeconds * 1000);
    await engine.stop();
    await am.http.destroy();
    await wired.bearers?.close();
  };
  return { url, stop };
}

function wireAm(config: AmConfig, { amUrl, log, now }: GatewayParts): AmParts {
  const product = productOf(config);
  const paths = new Paths(amUrl.pathname.replace(/\/$/, ''), product);
  const http = new AmHttp({ ...config, origin: amUrl.origin, observe: log.upstream });
  const defaultRealm = config.realms.standard;
  return {
    product,
    http,
    paths,
    userFields: [...new Set([product.trueNameField, ...personFields])],
    defaultRealm,
    cookieName: new CookieName({
      http,
      paths,
      realm: defaultRealm,
      configured: config.cookieName,
      now,
    }),
    verdicts: new SessionVerdicts({ lifetimeMs: config.sessionCacheSeconds * 1000, now }),
    userIds: createUserIdRule(config.flavor, config.userIdPattern),
    changes: new OneAtATime(),
  };
}

/** The flavour's defaults with the deployment's overrides. */
function productOf(config: AmConfig): Product {
  const product = products[config.flavor];
  return {
    ...product,
    kinds: withPaths(product.kinds, config.devicePaths),
    devicesVersion: config.devicesVersion,
    usersVersion: config.usersVersion ?? product.usersVersion,
    groupsVersion: config.groupsVersion ?? product.groupsVersion,
    sessionsVersion: config.sessionsVersion,
    trueNameField: config.flavor === 'aic' ? product.trueNameField : config.userNameAttribute,
  };
}

function withPaths(kinds: Product['kinds'], paths: AmConfig['devicePaths']): Product['kinds'] {
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, product]) => {
      const path = new Map(Object.entries(paths)).get(kind) ?? product.path;
      return [kind, { ...product, path }];
    }),
  );
}

function contextOf(seed: ContextSeed, wired: Wired, { now }: GatewayParts): RequestContext {
  const { shown, correlationId, client } = seed;
  const { parts, service, settings, groups, bearers } = wired;
  // Each credential has a key of its own: what the stronger one reads is not for the weaker one.
  const caller = shown === null ? null : parts.verdicts.keyOf(shown.token);
  const amWith = (credentials: CredentialSource, view: string): Am =>
    new Am(parts, {
      credentials,
      correlationId,
      client,
      sharedBy: caller === null ? null : `${view} ${caller}`,
    });
  const own = shown?.kind === 'session' ? amWith(ownSession(shown.token), 'own') : null;
  return new RequestContext({
    correlationId,
    shown,
    own,
    service: service === null ? null : amWith(service, 'service'),
    verifyBearer: bearers === null ? null : (token) => bearers.verify(token),
    groups,
    startedAt: now(),
    settings,
    userIds: parts.userIds,
    product: wired.product,
    subgraphSdl: wired.subgraphSdl,
    now,
  });
}

/** What lives as long as the process and serves every request. */
interface Wired {
  readonly parts: AmParts;
  readonly service: CredentialSource | null;
  readonly groups: GroupDirectory;
  readonly bearers: BearerVerifier | null;
  readonly settings: AccessSettings;
  readonly product: Omit<ProductFacts, 'version'>;
  /** The schema for composers; null where it is told to nobody. */
  readonly subgraphSdl: string | null;
}

function wire(config: Config, gatewayParts: GatewayParts): Wired {
  const { amUrl, log, now } = gatewayParts;
  const parts = wireAm(config.am, gatewayParts);
  const { service, oidc } = config.callers;
  const { ca, timeoutMs, sessionCacheSeconds } = config.am;
  return {
    parts,
    service:
      service === undefined
        ? null
        : createServiceCredential(service, { ...parts, origin: amUrl.origin, now }),
    groups: new GroupDirectory({
      lifetimeMs: sessionCacheSeconds * 1000,
      now,
      warn: log.warn,
    }),
    bearers: oidc === undefined ? null : new BearerVerifier({ ...oidc, ca, timeoutMs, now }),
    settings: { ...config.callers, realms: config.am.realms, superUser: config.am.superUser },
    product: { flavor: parts.product.flavor, kinds: capabilitiesOf(parts.product) },
    subgraphSdl: subgraphSdlOf(config, gatewayParts),
  };
}

/** Composers may ask for the schema wherever introspection tells it, too (security D5). */
function subgraphSdlOf({ production }: Config, { schemaFolder }: GatewayParts): string | null {
  return production ? null : readFileSync(join(schemaFolder, 'subgraph.graphql'), 'utf8');
}

/**
 * The documents that are known beforehand: the documented operations, and what the deployment lists.
 * @throws ConfigError naming every document that cannot be trusted
 */
function loadTrusted(
  { documents }: Config,
  { schemaFolder, log }: GatewayParts,
  options: TrustOptions,
): TrustedDocuments {
  if (documents.trust === 'off') return new TrustedDocuments([], options);
  const own = readManifests([join(schemaFolder, 'trusted-documents.json')]);
  const theirs = readManifests(documents.manifests);
  // The limits are the deployment's to choose, so a documented operation that they refuse is no mistake of its own.
  const within = own.documents.filter(({ text }) => options.guard.measure(text).refusal === null);
  const left = own.documents.length - within.length;
  if (left > 0) log.warn(`The limits refuse ${left} of the documented operations.`);
  const trusted = new TrustedDocuments([...within, ...theirs.documents], options);
  const problems = [...own.problems, ...theirs.problems, ...trusted.problems];
  if (problems.length === 0) return trusted;
  throw new ConfigError(problems.map((problem) => `TRUSTED_DOCUMENTS_MANIFESTS: ${problem}`));
}

/**
 * Why the service credential cannot act for others, for readiness; on OpenAM only the super user may (U31).
 */
async function serviceProblem({ parts, service, settings }: Wired): Promise<string | null> {
  if (service === null) return null;
  const am = new Am(parts, {
    credentials: service,
    correlationId: 'readiness',
    client: undefined,
    sharedBy: null,
  });
  try {
    const { kind, token } = await service.get();
    if (kind === 'bearer' || parts.product.flavor !== 'openam') return null;
    const caller = recogniseSession(await am.session(token, { fresh: true }), settings);
    const isSuper = caller.kind === 'signed in' && caller.roles.includes('SUPER_USER');
    return isSuper ? null : 'SERVICE_CREDENTIAL_TOO_WEAK';
  } catch (error) {
    return error instanceof Failure ? error.code : 'INTERNAL';
  }
}

/** What an operator should know at start: callers are configured who cannot be served (design D1). */
function warnOfMissingCredential({ callers }: Config, log: Log): void {
  const { service, oidc, helpDesk, administrators } = callers;
  const staff = [helpDesk, administrators].some(
    ({ groups, scopes, property }) => groups.length + scopes.length > 0 || property !== undefined,
  );
  if (service !== undefined || (!staff && oidc === undefined)) return;
  log.warn(
    'Help desk, administrators and bearers are configured, but no service credential: they get SERVICE_CREDENTIAL_MISSING. Set AM_SERVICE_USERNAME or AM_SERVICE_ACCOUNT_ID.',
  );
}

async function listen(server: Server, { port, host }: Config): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (!isInternetAddress(address)) throw new Error('the server listens on no internet address');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

function isInternetAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

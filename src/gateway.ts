import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { Am } from './am/am.ts';
import type { AmParts } from './am/am.ts';
import { CookieName } from './am/cookie-name.ts';
import { AmHttp } from './am/http.ts';
import { Paths } from './am/paths.ts';
import { products } from './am/product.ts';
import type { Product } from './am/product.ts';
import { SessionVerdicts } from './am/session-verdicts.ts';
import type { AmConfig, Config } from './config/load-config.ts';
import { createUserIdRule } from './domain/user-id.ts';
import { createSchema } from './graph/build-schema.ts';
import { RequestContext } from './graph/context.ts';
import { maskError } from './plugins/mask-errors.ts';
import { requestLog } from './plugins/request-log.ts';
import { drain } from './server/drain.ts';
import { explorerPage } from './server/explorer.ts';
import type { ContextSeed } from './server/graphql-endpoint.ts';
import { Health } from './server/health.ts';
import { createHttpServer } from './server/http-server.ts';
import { OperationGuard } from './server/operation-limits.ts';
import type { Log } from './telemetry/log.ts';

/** What the gateway takes from outside, beside its configuration. */
export interface GatewayParts {
  /** Base URL of AM: the configured one, or the sandbox's. */
  readonly amUrl: URL;
  readonly log: Log;
  readonly now: () => number;
  /** Where the documented operations are, for the explorer. */
  readonly operationsFolder: string;
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
  const am = wireAm(config.am, parts);
  const apollo = createApollo(await createSchema(), config, log);
  await apollo.start();
  const health = new Health(() => am.cookieName.ask(), now);
  const cookieName = (): Promise<string> => am.cookieName.get();
  const explorer = async (): ReturnType<typeof explorerPage> =>
    explorerPage(await cookieName(), parts.operationsFolder);
  const server = createHttpServer({
    apollo,
    cookieName,
    contextOf: (seed) => contextOf(seed, am, config),
    guard: new OperationGuard(config.limits),
    bodyLimit: config.limits.bodyBytes,
    allowedOrigins: config.corsOrigins,
    health,
    log,
    explorer: config.production ? undefined : explorer,
  });
  const url = await listen(server, config);
  const stop = async (): Promise<void> => {
    health.drain();
    await drain(server, config.drainSeconds * 1000);
    await apollo.stop();
    await am.http.destroy();
  };
  return { url, stop };
}

function wireAm(config: AmConfig, { amUrl, log, now }: GatewayParts): AmParts {
  const product = productOf(config);
  const paths = new Paths(amUrl.pathname.replace(/\/$/, ''), product);
  const http = new AmHttp({ ...config, origin: amUrl.origin, observe: log.upstream });
  const standardRealm = config.realms.standard;
  return {
    product,
    http,
    paths,
    standardRealm,
    cookieName: new CookieName({
      http,
      paths,
      realm: standardRealm,
      configured: config.cookieName,
      now,
    }),
    verdicts: new SessionVerdicts({ lifetimeMs: config.sessionCacheSeconds * 1000, now }),
    userIds: createUserIdRule(config.flavor, config.userIdPattern),
  };
}

/** The flavour's defaults with the deployment's overrides. */
function productOf(config: AmConfig): Product {
  const product = products[config.flavor];
  return {
    ...product,
    devicePaths: { ...product.devicePaths, ...config.devicePaths },
    devicesVersion: config.devicesVersion,
    usersVersion: config.usersVersion ?? product.usersVersion,
    sessionsVersion: config.sessionsVersion,
    trueNameField: config.flavor === 'aic' ? product.trueNameField : config.userNameAttribute,
  };
}

function contextOf(seed: ContextSeed, parts: AmParts, { am }: Config): RequestContext {
  const { token, correlationId, signal } = seed;
  return new RequestContext({
    correlationId,
    am: token === null ? null : new Am(parts, { token, correlationId, signal }),
    realms: am.realms,
    userIds: parts.userIds,
    superUser: am.superUser,
  });
}

function createApollo(
  schema: Awaited<ReturnType<typeof createSchema>>,
  { production }: Config,
  log: Log,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    // Apollo does none of these by itself whatever NODE_ENV says, so all four are set.
    introspection: !production,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: production,
    formatError: maskError,
    validationOptions: { maxErrors: 10 },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    // The HTTP adapter has decided the content type and the cross-site rule already.
    csrfPrevention: false,
    logger: {
      debug: () => undefined,
      info: log.note,
      warn: log.warn,
      error: log.warn,
    },
    plugins: [
      requestLog(log),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
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

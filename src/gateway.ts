import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAm } from './am/open-am.ts';
import type { OpenAm } from './am/open-am.ts';
import type { Config } from './config/load-config.ts';
import { configWarnings } from './config/warnings.ts';
import { RequestContext } from './graph/request/context.ts';
import { createClientAddress } from './server/client-address.ts';
import { Admission } from './server/admission.ts';
import type { AdmissionStats } from './server/admission.ts';
import { Drain } from './server/drain.ts';
import { explorerPage } from './server/explorer.ts';
import { Health } from './server/health.ts';
import { createHttpServer } from './server/http-server.ts';
import type { HttpServerOptions } from './server/http-server.ts';
import { RequestLog } from './server/request-log.ts';
import { openExecution } from './open-execution.ts';
import type { Execution, ExecutionParts } from './open-execution.ts';
import { openPages, pageIssuersOf } from './open-pages.ts';
import type { PageParts } from './open-pages.ts';
import { GatewayTelemetry } from './gateway-telemetry.ts';
import type { SpoolingLedger } from './gateway-telemetry.ts';
import { listen } from './listen.ts';
import { Settling } from './settling.ts';
import type { Visit } from './settling.ts';
import type { Log, ProcessLog } from './telemetry/log.ts';

/** What the gateway needs besides its configuration. */
export interface GatewayParts extends PageParts, ExecutionParts {
  readonly log: ProcessLog;
  /** Where changes are recorded. */
  readonly ledger: SpoolingLedger;
  /** Milliseconds of a clock that is never set, for ages. */
  readonly elapsed: () => number;
}

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  /** Where metrics and health are served for operators; null where that is off. */
  readonly metricsUrl: string | null;
  /** Whether the pages are served, at the address itself. */
  readonly servesPages: boolean;
  /** Reads the trusted documents again. */
  readonly readDocuments: Execution['readDocuments'];
  /**
   * Accepts no new requests, waits for those in progress, then releases everything. Returns how many requests were
   * given up at the limit of the drain, their outcome told as unknown.
   */
  stop(): Promise<number>;
  /** What is under way, waits and is refused now. */
  stats(): GatewayStats;
}

/** What is seen of a running gateway from outside; null where load is not shed. */
export interface GatewayStats {
  readonly am: ReturnType<OpenAm['stats']>;
  readonly admission: AdmissionStats | null;
}

/** Creates all parts, connects them, and listens. */
export async function startGateway(config: Config, parts: GatewayParts): Promise<Gateway> {
  const { schemaFolder } = parts;
  const telemetry = await GatewayTelemetry.open(config, parts);
  const { log, ledger } = telemetry;
  const { production, limits, corsOrigins, corsHeaders } = config;
  for (const warning of configWarnings(config)) log.warn(warning);
  const { engine, documents, readDocuments } = await openExecution(config, parts);
  const am = amOf(config, parts, telemetry);
  const health = new Health(
    { am: am.ask, ledger: () => ledger.problem(), service: am.serviceProblem },
    parts.elapsed,
  );
  const admission = openAdmission(config, log);
  const settling = new Settling({ ledger, am, log });
  const shared = factsOfAll(config, parts, { log, settling });
  const pages = openPages(config, { ...parts, log }, am);
  const server = createHttpServer({
    engine,
    documents,
    cookieName: am.cookieName,
    contextOf: (seed) =>
      new RequestContext({ ...am.forRequest(seed), ...shared, ...telemetry.ledgerOf(seed) }),
    shownCostLimit: production ? null : limits.cost,
    bodyLimit: limits.bodyBytes,
    deadlineMs: config.requestDeadlineMs,
    allowedOrigins: corsOrigins,
    tlsOnly: production,
    furtherHeaders: corsHeaders,
    health,
    admission,
    ...config.listener,
    requests: requestLog(config, telemetry),
    log,
    explorer: explorerOf(config, am, schemaFolder),
    pages,
  });
  const drain = new Drain(server, { isWorker: config.workers > 1 });
  const metricsUrl = await telemetry.serve(config, { server, drain, health, am, admission });
  const url = await listen(server, config);
  settling.start();
  const stop = async (): Promise<number> => {
    settling.stop();
    health.drain();
    const givenUp = await drained(drain, config, { log, giveUp: () => am.close() });
    admission?.stop();
    await engine.stop();
    await am.close();
    await telemetry.close();
    return givenUp;
  };
  const stats = (): GatewayStats => ({ am: am.stats(), admission: admission?.stats() ?? null });
  return { url, metricsUrl, servesPages: pages !== undefined, readDocuments, stop, stats };
}

/** What every request is told of the process. */
function factsOfAll(
  { access: settings, ledger: { limits: changeLimits }, production }: Config,
  { now, schemaFolder }: GatewayParts,
  { log, settling }: { readonly log: Log; readonly settling: Settling },
) {
  return {
    visited: (visit: Visit) => settling.visited(visit),
    changeLimits,
    warn: log.warn,
    changed: log.change,
    settings,
    // Composition may read the schema wherever introspection is on, too (security D5).
    subgraphSdl: production ? null : textOf(schemaFolder, 'subgraph.graphql'),
    now,
  };
}

/** The page for a browser at `/graphql`; none in production. */
function explorerOf(
  { production }: Config,
  am: OpenAm,
  schemaFolder: string,
): HttpServerOptions['explorer'] {
  if (production) return undefined;
  return async () => explorerPage(await am.cookieName(), join(schemaFolder, 'operations'));
}

function amOf(
  config: Config,
  { amUrl: url, now, elapsed, ledger: { turns } }: GatewayParts,
  { log, metrics }: GatewayTelemetry,
): OpenAm {
  const { am, callers, access: settings } = config;
  const cacheAsked = metrics && ((cache: string, isHit: boolean) => metrics.cache(cache, isHit));
  const shared = { url, settings, log, now, elapsed, cacheAsked, turns };
  return openAm({ ...am, ...callers, ...shared, pageIssuers: pageIssuersOf(config) });
}

function requestLog(
  { trustedProxies, logCallerKey }: Config,
  { log, tracing }: GatewayTelemetry,
): RequestLog {
  const addressOf = createClientAddress(trustedProxies);
  return new RequestLog(log, { addressOf, callerKey: logCallerKey, tracing });
}

/** Serves on until load balancers have noticed, then ends what is under way. */
async function drained(
  drain: Drain,
  config: Config,
  { log, giveUp }: { readonly log: Log; readonly giveUp: () => Promise<void> },
): Promise<number> {
  await sleep(config.drainDelaySeconds * 1000);
  const givenUp = await drain.run(config.drainSeconds * 1000, giveUp);
  if (givenUp > 0) log.warn(warningOf(givenUp, config));
  return givenUp;
}

/** Refuses requests while the process has as much to do as it can, and tells of it once a second. */
function openAdmission({ shedLoad }: Config, log: Log): Admission | null {
  if (!shedLoad) return null;
  return new Admission((refused) =>
    log.warn(`${refused} requests were refused: the process has as much to do as it can.`),
  );
}

function textOf(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function warningOf(givenUp: number, { drainSeconds }: Config): string {
  const requests = givenUp === 1 ? '1 request was' : `${givenUp} requests were`;
  return `${requests} still under way after ${drainSeconds} s and given up. Changes among them are told as unknown.`;
}

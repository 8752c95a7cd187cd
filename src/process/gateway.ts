import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAm, type OpenAm, type Problem } from '../am/index.ts';
import type { Config } from '../config/load-config.ts';
import { configWarnings } from '../config/warnings.ts';
import { Failure } from '../domain/failure.ts';
import type { Watches } from '../domain/watch.ts';
import { RequestContext } from '../graph/request/context.ts';
import { CostlyReads } from '../graph/request/costly-reads.ts';
import { createClientAddress } from '../server/client-address.ts';
import { Admission } from '../server/admission.ts';
import { Drain } from '../server/drain.ts';
import { createExplorer } from '../server/explorer.ts';
import { Health } from '../server/health.ts';
import { createHttpServer } from '../server/http-server.ts';
import type { PageRoutes } from '../server/graphql-endpoint.ts';
import { RequestLog } from '../server/request-log.ts';
import { openAuditLog, type AuditLogParts } from './open-audit-log.ts';
import { openCampaigns } from './open-campaigns.ts';
import { openExecution, type ExecutionParts } from './open-execution.ts';
import { notifiedOfChanges, openNotices, type NoticeParts } from './open-notices.ts';
import { openPages, pageIssuersOf, type PageParts } from './open-pages.ts';
import { openSignals } from './open-signals.ts';
import { openVerifications } from './open-verifications.ts';
import { openWatching } from './open-watching.ts';
import { GatewayTelemetry, type SpoolingLedger } from './gateway-telemetry.ts';
import { listen } from './listen.ts';
import { ChangeLocks } from '../changes/change-locks.ts';
import type { ChangeTools } from '../changes/change-request.ts';
import { Settling } from '../changes/settling.ts';
import type { Log, ProcessLog } from '../telemetry/log.ts';

/** What the gateway needs besides its configuration. */
export interface GatewayParts extends PageParts, ExecutionParts {
  readonly log: ProcessLog;
  readonly ledger: SpoolingLedger;
  /** The messages about changes; absent if changes are not recorded. */
  readonly outbox?: NoticeParts['outbox'];
  readonly trail?: AuditLogParts['trail'];
  /** Standard output, which the log writes to, too. */
  readonly output?: AuditLogParts['output'];
  /** The watched resets; absent if changes are not recorded. */
  readonly watches?: Watches | undefined;
  /** How often to look for a watched reset that is due, in milliseconds. Default: a second. */
  readonly watchEveryMs?: number | undefined;
  /** Milliseconds of a monotonic clock, for ages. */
  readonly elapsed: () => number;
  /** How often to look for open changes, in milliseconds. Default: two minutes. */
  readonly settleEveryMs?: number;
  /** Waits some milliseconds before a change lists the devices again. Default: a timer. */
  readonly pause?: ChangeTools['pause'];
}

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  /** Where metrics and health are served for operators; null if they are switched off. */
  readonly metricsUrl: string | null;
  /** Whether the pages are served, at the root of the address. */
  readonly servesPages: boolean;
  /** Whether requests can be served. Each check logs a change. */
  readonly health: Pick<Health, 'readiness'>;
  /**
   * Accepts no new requests, waits for those in progress, then closes everything. Returns how many
   * requests were given up at the end of the drain; their outcome is reported as unknown.
   */
  stop(): Promise<number>;
}

/** Creates all parts, connects them, and listens. */
export async function startGateway(config: Config, parts: GatewayParts): Promise<Gateway> {
  const { now } = parts;
  const telemetry = await GatewayTelemetry.open(config, parts);
  const { ledger, log } = telemetry;
  for (const warning of configWarnings(config)) log.warn(warning);
  const { engine, documents } = await openExecution(config, parts);
  const am = amOf(config, parts, telemetry);
  const health = openHealth(am, parts, log);
  const admission = config.shedLoad ? openAdmission(log) : null;
  const settling = settlingOf(config, parts, am, telemetry);
  const pages = openPages(config, { ...parts, log }, am);
  const signals = openSignals(config, { ...parts, am });
  const shared = sharedByRequests(config, parts, { ledger, log, settling, pages });
  const server = createHttpServer({
    engine,
    documents,
    cookieName: am.cookieName,
    contextOf: (seed) =>
      new RequestContext({ ...am.forRequest(seed), ...shared, ...telemetry.ledgerOf(seed) }),
    shownCostLimit: config.production ? null : config.limits.cost,
    bodyLimit: config.limits.bodyBytes,
    deadlineMs: config.requestDeadlineMs,
    allowedOrigins: config.corsOrigins,
    tlsOnly: config.production,
    furtherHeaders: config.corsHeaders,
    health,
    admission,
    ...config.listener,
    requests: requestLog(config, telemetry),
    explorer: explorerOf(config, parts, am),
    pages,
    signals: signals?.routes,
    verifications: openVerifications(config, { ledger, now }, am),
  });
  const drain = new Drain(server);
  const metricsUrl = await telemetry.serve(config, { server, drain, health, am, admission, now });
  const url = await listen(server, config);
  settling.start();
  const tools = { ...parts, am, url, log, metrics: telemetry.metrics, signals };
  const pacer = openCampaigns(config, { ...shared, ...tools, ledger });
  const reports = openReports(config, tools);
  await learnDirectories(am, log);
  const stop = async (): Promise<number> => {
    settling.stop();
    const paced = pacer?.stop();
    health.drain();
    // Load balancers need some time to notice that the gateway is not ready any more.
    await sleep(config.drainDelaySeconds * 1000);
    signals?.drain();
    const givenUp = await drain.run(config.drainSeconds * 1000, () => am.close());
    if (givenUp > 0) log.warn(warningOf(givenUp, config));
    admission?.stop();
    await paced;
    for (const report of reports) await report?.stop();
    await engine.stop();
    await am.close();
    await telemetry.close();
    return givenUp;
  };
  return { url, metricsUrl, servesPages: pages !== undefined, health, stop };
}

function explorerOf(
  { isExplorable }: Config,
  { schemaFolder, demo }: GatewayParts,
  { cookieName }: OpenAm,
) {
  return isExplorable ? createExplorer({ cookieName, schemaFolder, demo }) : undefined;
}

function settlingOf(
  { access: { realms } }: Config,
  { settleEveryMs: everyMs }: GatewayParts,
  { userIds, service: serviceOf }: OpenAm,
  { ledger, log }: GatewayTelemetry,
): Settling {
  const service = serviceOf('settling');
  return new Settling({ realms, userIds, service, ledger, log, everyMs });
}

interface ReportParts extends NoticeParts, AuditLogParts, GatewayParts {
  readonly am: OpenAm;
  readonly log: ProcessLog;
}

/** Starts what follows recorded changes: reports to people and to other systems, and watching. */
function openReports(config: Config, parts: ReportParts) {
  return [openNotices(config, parts), openAuditLog(config, parts), openWatching(config, parts)];
}

interface RequestParts extends Pick<GatewayTelemetry, 'ledger'> {
  readonly log: Log;
  readonly settling: Settling;
  readonly pages: PageRoutes | undefined;
}

function sharedByRequests(
  { am, access: settings, ledger: { limits: changeLimits }, mail, isExplorable, verifiers }: Config,
  { now, schemaFolder, pause = sleep }: GatewayParts,
  { log, ledger: { locks }, settling, pages }: RequestParts,
) {
  return {
    settling,
    revokePageTokens: pages?.revokeTokens ?? null,
    locks: new ChangeLocks({ mostWaiting: 64, waitMs: am.timeoutMs }, locks),
    costlyReads: new CostlyReads(),
    pause,
    changeLimits,
    notifiedOfChanges: notifiedOfChanges(mail),
    warn: log.warn,
    logChange: log.change,
    settings,
    acceptsSignedProofs: verifiers !== null,
    // Composition reads the schema, so it is hidden like introspection (security D5).
    subgraphSdl: isExplorable ? readFileSync(join(schemaFolder, 'subgraph.graphql'), 'utf8') : null,
    now,
  };
}

function amOf(
  config: Config,
  { amUrl: url, now, elapsed }: GatewayParts,
  { log, metrics }: GatewayTelemetry,
): OpenAm {
  const { am, callers, access: settings, proofs } = config;
  const onCacheLookup = metrics && ((cache: string, isHit: boolean) => metrics.cache(cache, isHit));
  const shared = { url, settings, log, now, elapsed, onCacheLookup, proofs };
  return openAm({ ...am, ...callers, ...shared, pageIssuers: pageIssuersOf(config) });
}

/** How long the start waits to learn which realms share a directory, in milliseconds. */
const learnMs = 2_000;

/** Logs which realms share a directory. Requests learn it themselves if AM does not answer now. */
async function learnDirectories(am: OpenAm, log: Log): Promise<void> {
  const learned = am.sharedDirectories().catch((error: unknown) => {
    const code = error instanceof Failure ? error.code : 'INTERNAL';
    log.warn(`The gateway cannot find out which realms share a directory: ${code}.`);
  });
  await Promise.race([learned, sleep(learnMs, undefined, { ref: false })]);
}

function requestLog(
  { trustedProxies, logCallerKey: callerKey }: Config,
  { log, tracing }: GatewayTelemetry,
): RequestLog {
  const addressOf = createClientAddress(trustedProxies);
  return new RequestLog(log, { addressOf, callerKey, tracing });
}

function openHealth(am: OpenAm, { ledger, elapsed }: GatewayParts, log: Log): Health {
  const probes = {
    am: am.problems,
    ledger: () => ledger.problem(),
    spool: () => spoolProblem(ledger),
    service: am.serviceProblem,
  };
  return new Health(probes, elapsed, log.readiness);
}

/** Outcomes in a damaged file wait for an operator. */
async function spoolProblem({ damagedSpoolFiles }: SpoolingLedger): Promise<Problem | null> {
  const count = (await damagedSpoolFiles?.()) ?? 0;
  const detail = 'DATA_DIR: a file in spool cannot be read';
  return count > 0 ? { code: 'SPOOL_DAMAGED', detail } : null;
}

function openAdmission(log: Log): Admission {
  return new Admission((refused) =>
    log.warn(`${refused} requests were refused: the process has as much to do as it can.`),
  );
}

function warningOf(givenUp: number, { drainSeconds }: Config): string {
  const requests = givenUp === 1 ? '1 request was' : `${givenUp} requests were`;
  return `${requests} given up after ${drainSeconds} s. The outcome of changes among them is unknown.`;
}

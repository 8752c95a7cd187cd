import { setTimeout as sleep } from 'node:timers/promises';
import { openAm, type OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { configWarnings } from '../../config/warnings.ts';
import type { OpenLedger } from '../../ledger/open-ledger.ts';
import { RequestContext } from '../../graph/request/context.ts';
import type { Vendors } from '../../identity-checks/vendors.ts';
import { createClientAddress } from '../../server/http/client-address.ts';
import { Admission } from '../../server/admission.ts';
import { Drain } from '../../server/drain.ts';
import { createExplorer } from '../../server/explorer/explorer.ts';
import type { Health } from '../../server/health.ts';
import { createHttpServer } from '../../server/http-server.ts';
import { RequestLog } from '../../server/request-log.ts';
import { openAuditLog, type AuditLogParts } from './open-audit-log.ts';
import { openCampaigns } from './open-campaigns.ts';
import { openHealth } from './open-health.ts';
import type { ExecutionParts } from '../steps/open-execution.ts';
import { openNotices, type NoticeParts } from './open-notices.ts';
import { openPages, pageIssuersOf, type PageParts } from './open-pages.ts';
import { openSettling } from './open-settling.ts';
import { openSignals } from './open-signals.ts';
import { openEndpoints } from './open-endpoints.ts';
import { openAwaited } from './open-awaited.ts';
import { GatewayTelemetry } from './gateway-telemetry.ts';
import { learnDirectories } from './learn-directories.ts';
import { requestRules, sharedByRequests } from './shared-by-requests.ts';
import type { TestedLimits } from '../steps/tested-limits.ts';
import { startSteps } from '../steps/start-steps.ts';
import type { ChangeTools } from '../../changes/request/change-request.ts';
import type { Log, ProcessLog } from '../../telemetry/log.ts';

/** What the gateway needs besides its configuration. */
export interface GatewayParts extends PageParts, ExecutionParts {
  readonly log: ProcessLog;
  readonly ledger: OpenLedger;
  /** Standard output, which the log writes to, too. */
  readonly output?: AuditLogParts['output'];
  /** How often to look for the device of a setup code, in milliseconds. Default: a second. */
  readonly watchEveryMs?: number | undefined;
  /** Milliseconds of a monotonic clock, for ages. */
  readonly elapsed: () => number;
  /** How often to look for open changes, in milliseconds. Default: two minutes. */
  readonly settleEveryMs?: number;
  /** Limits that a test changes to see what they do. */
  readonly limits?: TestedLimits;
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
  const { ledger, log, metrics } = telemetry;
  for (const warning of configWarnings(config)) log.warn(warning);
  const { engine, documents } = await startSteps.documents.open({ ...parts, config });
  const am = amOf(config, parts, telemetry);
  const health = openHealth(am, parts, telemetry);
  const admission = openAdmission(log, parts.limits);
  const settling = openSettling(config, parts, am, telemetry);
  const pages = openPages(config, { ...parts, log }, am);
  const signals = openSignals(config, { ...parts.ledger, now, am });
  const { vendors, routes } = openEndpoints(config, { ...parts, ledger, log, metrics }, am);
  const shared = sharedByRequests(config, parts, { ledger, log, settling, pages, vendors });
  const server = createHttpServer({
    engine,
    documents,
    cookieName: am.cookieName,
    contextOf: (seed) =>
      new RequestContext({ ...am.forRequest(seed), ...shared, ...telemetry.ledgerOf(seed) }),
    ...requestRules(config, parts.limits),
    health,
    admission,
    requests: requestLog(config, telemetry),
    explorer: explorerOf(config, parts, am),
    pages,
    signals: signals?.routes,
    ...routes,
  });
  const drain = new Drain(server);
  const close = async (): Promise<void> => {
    admission?.stop();
    await engine.stop();
    await vendors?.close();
    await am.close();
    await telemetry.close();
  };
  const served = { telemetry, server, drain, health, am, admission, now, vendors, close };
  const { url, metricsUrl } = await listenAt(config, served);
  log.process({ step: 'listening', url, metricsUrl });
  settling.start();
  const tools = { ...parts, am, url, log, metrics, signals };
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
    logDrained(log, givenUp, config);
    await paced;
    for (const report of reports) await report?.stop();
    await close();
    return givenUp;
  };
  return { url, metricsUrl, servesPages: pages !== undefined, health, stop };
}

type Served = Parameters<GatewayTelemetry['serve']>[1] & {
  readonly telemetry: GatewayTelemetry;
  readonly vendors: Vendors | null;
  readonly close: () => Promise<void>;
};

/** Opens both ports. If one is refused, everything is closed. */
async function listenAt(
  config: Config,
  { telemetry, close, vendors, ...parts }: Served,
): Promise<Pick<Gateway, 'url' | 'metricsUrl'>> {
  try {
    const metricsUrl = await telemetry.serve(config, parts);
    const url = await startSteps.port.open({ ...config, server: parts.server });
    vendors?.listensAt(url);
    return { url, metricsUrl };
  } catch (error) {
    await close();
    throw error;
  }
}

function explorerOf(
  { isExplorable }: Config,
  { schemaFolder, demo }: GatewayParts,
  { cookieName }: OpenAm,
) {
  return isExplorable ? createExplorer({ cookieName, schemaFolder, demo }) : undefined;
}

interface ReportParts extends GatewayParts, Omit<NoticeParts, 'outbox' | 'approvals' | 'holds'> {
  readonly am: OpenAm;
  readonly log: ProcessLog;
}

/** Starts what follows recorded changes: reports to people and to other systems. */
function openReports(config: Config, parts: ReportParts) {
  const { outbox, trail, approvals, holds } = parts.ledger;
  return [
    openNotices(config, { ...parts, outbox, approvals, holds }),
    openAuditLog(config, { ...parts, trail }),
    openAwaited(config, parts),
  ];
}

function amOf(
  config: Config,
  { amUrl: url, now, elapsed, limits }: GatewayParts,
  { log, metrics }: GatewayTelemetry,
): OpenAm {
  const { am, callers, access: settings, proofs } = config;
  const onCacheLookup = metrics && ((cache: string, isHit: boolean) => metrics.cache(cache, isHit));
  const onUnreadable =
    metrics && ((subject: string, member: string) => metrics.unreadable(subject, member));
  const shared = { url, settings, log, now, elapsed, onCacheLookup, onUnreadable, proofs };
  const { connectTimeoutMs } = limits ?? {};
  return openAm({
    ...am,
    ...callers,
    ...shared,
    connectTimeoutMs,
    pageIssuers: pageIssuersOf(config),
  });
}

function requestLog({ trustedProxies }: Config, { log, tracing }: GatewayTelemetry): RequestLog {
  const addressOf = createClientAddress(trustedProxies);
  return new RequestLog(log, { addressOf, tracing });
}

function openAdmission(log: Log, limits?: TestedLimits): Admission | null {
  if (limits?.shedsLoad === false) return null;
  return new Admission((refused) =>
    log.warn(`${refused} requests were refused: the process has as much to do as it can.`),
  );
}

function logDrained(log: ProcessLog, givenUp: number, { drainSeconds }: Config): void {
  log.process({ step: 'drained', givenUp });
  if (givenUp === 0) return;
  const requests = givenUp === 1 ? '1 request was' : `${givenUp} requests were`;
  log.warn(
    `${requests} given up after ${drainSeconds} s. The outcome of changes among them is unknown.`,
  );
}

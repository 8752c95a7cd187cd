import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChangeLocks } from '../../changes/request/change-locks.ts';
import type { ChangeTools } from '../../changes/request/change-request.ts';
import type { Settling } from '../../changes/left-open/settling.ts';
import type { Config } from '../../config/load-config.ts';
import { CostlyReads } from '../../changes/request/costly-reads.ts';
import type { IdentityVendors } from '../../domain/change/identity-check.ts';
import type { PageRoutes } from '../../server/graphql-endpoint.ts';
import type { Log } from '../../telemetry/log.ts';
import type { TestedLimits } from '../steps/tested-limits.ts';
import type { GatewayTelemetry } from './gateway-telemetry.ts';
import { notifiedOfChanges } from './open-notices.ts';

/** What holds for every request. */
export function requestRules(config: Config, limits: TestedLimits = {}) {
  return {
    connections: limits.connections,
    shownCostLimit: config.production ? null : config.limits.cost,
    bodyLimit: config.limits.bodyBytes,
    deadlineMs: config.requestDeadlineMs,
    allowedOrigins: config.corsOrigins,
    tlsOnly: config.production,
  };
}

interface ProcessTools {
  readonly now: () => number;
  readonly schemaFolder: string;
  readonly pause?: ChangeTools['pause'];
}

interface RequestParts extends Pick<GatewayTelemetry, 'ledger'> {
  readonly log: Log;
  readonly settling: Settling;
  readonly pages: PageRoutes | undefined;
  readonly vendors: IdentityVendors | null;
}

/** What all requests share. */
export function sharedByRequests(
  { am, access: settings, documents, ledger: { limits: changeLimits }, mail, isExplorable }: Config,
  { now, schemaFolder, pause = sleep }: ProcessTools,
  { log, ledger: { locks }, settling, pages, vendors: identityVendors }: RequestParts,
) {
  const subgraph =
    documents.federation === 'people' ? 'subgraph-people.graphql' : 'subgraph.graphql';
  return {
    settling,
    identityVendors,
    revokePageTokens: pages?.revokeTokens ?? null,
    locks: new ChangeLocks({ mostWaiting: 64, waitMs: am.timeoutMs }, locks),
    costlyReads: new CostlyReads(),
    pause,
    changeLimits,
    notifiedOfChanges: notifiedOfChanges(mail),
    warn: log.warn,
    logChange: log.change,
    settings,
    // Composition reads the schema, so it is hidden like introspection (security D5).
    subgraphSdl: isExplorable ? readFileSync(join(schemaFolder, subgraph), 'utf8') : null,
    now,
  };
}

import type { OpenAm, Problem } from '../../am/index.ts';
import { clockProblem } from '../../domain/values/clock-offset.ts';
import { Health } from '../../server/health.ts';
import type { OpenLedger } from '../../ledger/open-ledger.ts';
import { clockOffsets, type GatewayTelemetry } from './gateway-telemetry.ts';

/** What of the ledger waits for an operator. */
type Unread = Pick<OpenLedger, 'damagedSpoolFiles' | 'unreadableLevels' | 'clockOffsetMs'>;

/** What readiness looks at besides AM. */
interface HealthParts {
  readonly ledger: Unread;
  readonly elapsed: () => number;
}

/** Creates the checks of readiness. The ledger is probed through telemetry, which counts probes. */
export function openHealth(
  am: OpenAm,
  { ledger: unread, elapsed }: HealthParts,
  { ledger, log }: GatewayTelemetry,
): Health {
  const probes = {
    am: am.problems,
    ledger: () => ledger.problem(),
    records: async () => chainProblem(log) ?? (await spoolProblem(unread)) ?? levelProblem(unread),
    clocks: () => clockProblem(clockOffsets(am, unread)),
    service: am.serviceProblem,
  };
  return new Health(probes, elapsed, log);
}

/** A record that does not fit may have been changed. Requests go on; an operator must look. */
function chainProblem({ securityEvents }: GatewayTelemetry['log']): Problem | null {
  const detail = 'a record of the ledger does not fit; run: identity-gateway ledger verify';
  return securityEvents().get('chain-broken') === 0 ? null : { code: 'CHAIN_BROKEN', detail };
}

/** Outcomes in a damaged file wait for an operator. */
async function spoolProblem({ damagedSpoolFiles }: Unread): Promise<Problem | null> {
  const count = await damagedSpoolFiles();
  const detail = 'DATA_DIR: a file in spool cannot be read';
  return count > 0 ? { code: 'SPOOL_DAMAGED', detail } : null;
}

/** A realm whose level cannot be read counts as frozen. The others go on. */
async function levelProblem({ unreadableLevels }: Unread): Promise<Problem | null> {
  const realms = await unreadableLevels().catch(() => []);
  const detail = `the threat level of ${realms.join(', ')} cannot be read: no changes are made there. Set it: identity-gateway threat set`;
  return realms.length > 0 ? { code: 'THREAT_LEVEL_UNREADABLE', detail } : null;
}

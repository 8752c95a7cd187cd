import type { OpenAm, Problem } from '../../am/index.ts';
import { Health } from '../../server/health.ts';
import type { GatewayTelemetry, SpoolingLedger } from './gateway-telemetry.ts';

/** What readiness looks at besides AM. */
interface HealthParts {
  readonly ledger: SpoolingLedger;
  readonly elapsed: () => number;
}

/** Creates the checks of readiness. The ledger is probed through telemetry, which counts probes. */
export function openHealth(
  am: OpenAm,
  { ledger: spooling, elapsed }: HealthParts,
  { ledger, log }: GatewayTelemetry,
): Health {
  const probes = {
    am: am.problems,
    ledger: () => ledger.problem(),
    spool: () => spoolProblem(spooling),
    service: am.serviceProblem,
  };
  return new Health(probes, elapsed, log);
}

/** Outcomes in a damaged file wait for an operator. */
async function spoolProblem({ damagedSpoolFiles }: SpoolingLedger): Promise<Problem | null> {
  const count = (await damagedSpoolFiles?.()) ?? 0;
  const detail = 'DATA_DIR: a file in spool cannot be read';
  return count > 0 ? { code: 'SPOOL_DAMAGED', detail } : null;
}

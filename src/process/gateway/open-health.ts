import type { OpenAm, Problem } from '../../am/index.ts';
import { Health } from '../../server/health.ts';
import type { OpenLedger } from '../../ledger/open-ledger.ts';
import type { GatewayTelemetry } from './gateway-telemetry.ts';

/** The outcomes that wait on disk. */
type Spool = Pick<OpenLedger, 'damagedSpoolFiles'>;

/** What readiness looks at besides AM. */
interface HealthParts {
  readonly ledger: Spool;
  readonly elapsed: () => number;
}

/** Creates the checks of readiness. The ledger is probed through telemetry, which counts probes. */
export function openHealth(
  am: OpenAm,
  { ledger: spool, elapsed }: HealthParts,
  { ledger, log }: GatewayTelemetry,
): Health {
  const probes = {
    am: am.problems,
    ledger: () => ledger.problem(),
    spool: () => spoolProblem(spool),
    service: am.serviceProblem,
  };
  return new Health(probes, elapsed, log);
}

/** Outcomes in a damaged file wait for an operator. */
async function spoolProblem({ damagedSpoolFiles }: Spool): Promise<Problem | null> {
  const count = await damagedSpoolFiles();
  const detail = 'DATA_DIR: a file in spool cannot be read';
  return count > 0 ? { code: 'SPOOL_DAMAGED', detail } : null;
}

import type { OpenAm } from '../../am/index.ts';
import { Settling } from '../../changes/left-open/settling.ts';
import type { Config } from '../../config/load-config.ts';
import type { GatewayTelemetry } from './gateway-telemetry.ts';

/** Creates what closes changes that another process has left open. */
export function openSettling(
  { access: { realms } }: Config,
  { settleEveryMs: everyMs }: { readonly settleEveryMs?: number | undefined },
  { userIds, service: serviceOf }: OpenAm,
  { ledger, log }: GatewayTelemetry,
): Settling {
  const service = serviceOf('settling');
  return new Settling({ realms, userIds, service, ledger, log, everyMs });
}

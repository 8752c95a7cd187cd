import type { OpenAm } from '../../am/index.ts';
import { AwaitedDevices } from '../../changes/enrolment/awaited-devices.ts';
import type { Config } from '../../config/load-config.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { Log } from '../../telemetry/log.ts';

/** Starts to look for the devices of accepted codes, if the gateway has an account at AM. */
export function openAwaited(
  { enrolment, access: { realms } }: Config,
  {
    ledger: { holds },
    log: { warn },
    am,
    watchEveryMs: everyMs,
  }: {
    readonly ledger: Pick<Ledger, 'holds'>;
    readonly log: Log;
    readonly am: OpenAm;
    readonly watchEveryMs?: number | undefined;
  },
): AwaitedDevices | undefined {
  const service = am.service('enrolment');
  if (enrolment === null || service === null) return undefined;
  const { userIds } = am;
  const awaited = new AwaitedDevices({ holds, service, realms, userIds, everyMs, warn });
  awaited.start();
  return awaited;
}

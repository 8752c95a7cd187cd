import type { OpenAm } from '../../am/index.ts';
import { AwaitedDevices } from '../../changes/enrolment/awaited-devices.ts';
import { Watching } from '../../changes/left-open/watching.ts';
import type { Config } from '../../config/load-config.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import type { Watches } from '../../domain/change/watch.ts';
import type { Log } from '../../telemetry/log.ts';

interface WatchingParts {
  readonly am: OpenAm;
  readonly log: Log;
  readonly watches: Watches;
  readonly watchEveryMs?: number | undefined;
}

/** Watches resets, if the deployment wants it and has a service credential. */
export function openWatching(
  { ledger: { watchMs }, access: { realms }, am: { connections } }: Config,
  { am, log, watches, watchEveryMs: everyMs }: WatchingParts,
): Watching | undefined {
  const service = am.service('watching');
  if (watchMs === null || service === null) return undefined;
  const hasRoom = (): boolean => am.callsUnderWay() * 2 <= connections;
  const { userIds } = am;
  const watching = new Watching({ watches, service, realms, userIds, hasRoom, everyMs, log });
  watching.start();
  return watching;
}

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

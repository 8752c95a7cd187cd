import type { Am, Call } from '../am.ts';
import type { Caller } from '../session/caller.ts';
import type { DeviceKind } from './device-kinds.ts';
import type { DeviceRoute } from '../personality.ts';

/** One call to a device collection, after routing and authorisation. */
export interface DeviceCall {
  readonly am: Am;
  readonly call: Call;
  readonly caller: Caller;
  readonly writtenName: string;
  readonly route: DeviceRoute;
  readonly kind: DeviceKind;
  readonly deviceId: string | undefined;
}

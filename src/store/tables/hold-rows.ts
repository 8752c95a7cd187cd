import type { DeviceKind } from '../../domain/devices/device.ts';
import type { HoldEnd } from '../../domain/enrolment/hold.ts';

/** A hold on the registration of devices after a change. Like a session, it is updated. */
export interface HoldRow {
  /** The reference number of the change. */
  readonly id: string;
  readonly realm: string;
  readonly person: string;
  readonly person_entry: string | null;
  /** The held kinds between bars: `|OATH|PUSH|`. */
  readonly kinds: string;
  readonly opened_at: number;
  readonly until_at: number;
  readonly ended: HoldEnd | null;
  readonly ended_at: number | null;
  /** Whether it stays although its change had no effect, because it replaced an open one. */
  readonly stays: number;
  /** The keyed hash of the code; null without a code. */
  readonly code_hash: string | null;
  readonly wrong_tries: number;
  readonly allowed_at: number | null;
  readonly last_allowed_at: number | null;
  readonly allowed_kind: DeviceKind | null;
  /** The ids of the devices that were listed when the code was accepted, as JSON. */
  readonly listed: string | null;
  /** The registered device, as JSON. */
  readonly device: string | null;
}

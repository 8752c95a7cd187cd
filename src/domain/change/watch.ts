import type { RecordedChange, RecordedDevice } from './change-record.ts';
import type { DeviceKind } from '../devices/device.ts';

/** A reset of one kind of device, after which the person's list is watched for new devices. */
export interface Watch {
  /** The reset, with its outcome. */
  readonly change: RecordedChange;
  readonly kind: DeviceKind;
  /** Whether a new device was recorded: only a later reset is still of interest. */
  readonly isFound: boolean;
  /** The next reset of the person and kind, whose list stands for a look; null without one. */
  readonly later: RecordedChange | null;
}

/** What a look at the person's list showed. */
export type Look =
  | { readonly kind: 'nothing new' }
  /** AM could not be read; the next look decides. */
  | { readonly kind: 'no list' }
  /** Devices that the person did not have at the reset. */
  | { readonly kind: 'registered'; readonly devices: readonly RecordedDevice[] }
  /** The list cannot show it: the realm is not served, the kind not supported, or no list known. */
  | { readonly kind: 'cannot tell' };

/** The watched resets. Each look is claimed by one process. */
export interface Watches {
  /** Claims the watch that is due for the longest time. One that is not settled is due again. */
  claim(): Promise<Watch | null>;
  /**
   * Notes a look: records the first new device, raises security events, and sets the time of the
   * next look, or ends the watch.
   */
  settle(watch: Watch, look: Look): Promise<void>;
}

import type { Device } from './device.ts';
import type { Failure } from './failure.ts';

/** How the change of one device ended. */
export const ChangeOutcome = { DONE: 'DONE', NOT_DONE: 'NOT_DONE', UNKNOWN: 'UNKNOWN' } as const;
export type ChangeOutcome = (typeof ChangeOutcome)[keyof typeof ChangeOutcome];

/** The result of removing or renaming a device, derived from a list read afterwards. */
export interface ChangeReport {
  readonly outcome: ChangeOutcome;
  /** The device as it was before the change. */
  readonly device: Device;
  /** The devices registered now; null when they could not be read afterwards. */
  readonly remaining: readonly Device[] | null;
  readonly problem: Failure | null;
}

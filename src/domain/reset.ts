import type { DeviceKind, DeviceOf } from './device.ts';
import type { Failure } from './failure.ts';

/** How a reset ended (design D5). */
export const ResetOutcome = {
  DONE: 'DONE',
  NOTHING_TO_RESET: 'NOTHING_TO_RESET',
  NOT_DONE: 'NOT_DONE',
  UNKNOWN: 'UNKNOWN',
  WOULD_RESET: 'WOULD_RESET',
} as const;
export type ResetOutcome = (typeof ResetOutcome)[keyof typeof ResetOutcome];

/** The result of a reset, derived from lists read before and after its one write. */
export interface ResetReport<K extends DeviceKind = DeviceKind> {
  readonly outcome: ResetOutcome;
  /** The devices that were removed; in a dry run, those that would be. */
  readonly removed: readonly DeviceOf<K>[];
  /** The devices registered now; null when they could not be read afterwards. */
  readonly remaining: readonly DeviceOf<K>[] | null;
  /** Whether a list read after the write shows that none of the former devices is left. */
  readonly verified: boolean;
  /** Why the reset was not done, or why its outcome is unknown; null otherwise. */
  readonly problem: Failure | null;
}

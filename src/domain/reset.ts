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

/** What a reset did, told from lists read before and after its one write. */
export interface ResetReport<K extends DeviceKind = DeviceKind> {
  readonly outcome: ResetOutcome;
  /** What was there before and is gone; in a dry run, what would go. */
  readonly removed: readonly DeviceOf<K>[];
  /** What is registered now; null when AM could not be read afterwards. */
  readonly remaining: readonly DeviceOf<K>[] | null;
  /** Whether a list read after the write shows that none of the former devices is left. */
  readonly verified: boolean;
  /** Why it was not done, or why nobody knows; null otherwise. */
  readonly problem: Failure | null;
}

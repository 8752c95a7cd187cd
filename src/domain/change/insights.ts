import type { Role } from '../people/caller.ts';
import type { Instant, RecordedOutcome } from './change-record.ts';
import type { DeviceKind } from '../devices/device.ts';
import type { ErrorCode } from '../values/failure.ts';
import type { ChangeEffect } from '../policy/effects.ts';

/** Milliseconds of a day. */
export const dayMs = 86_400_000;

/** Which changes to count. */
export interface InsightsQuery {
  readonly realm: string;
  /** The first day in UTC, counted from 1970. */
  readonly sinceDay: number;
}

/** The changes of a realm, counted; dry runs are left out. */
export interface Insights {
  /** Changes that were requested and permitted. */
  readonly requests: readonly {
    readonly day: number;
    readonly effect: ChangeEffect;
    readonly kinds: readonly DeviceKind[];
    readonly role: Role;
    readonly count: number;
  }[];
  readonly outcomes: readonly {
    readonly day: number;
    readonly outcome: RecordedOutcome;
    readonly count: number;
  }[];
  readonly refusals: readonly { readonly code: ErrorCode; readonly count: number }[];
  /** Searches that a limit refused; of one caller one a minute is recorded. */
  readonly limitedSearches: number;
  /** Open reports of changes, of whatever day, and when the oldest one was made. */
  readonly openReports: { readonly count: number; readonly oldestAt: Instant | null };
  /** Registrations after resets; the median of their times since the reset is null without one. */
  readonly registrations: { readonly count: number; readonly medianSeconds: number | null };
  /** The staff with the most changes, at most ten. */
  readonly actors: readonly {
    readonly id: string;
    readonly realm: string | null;
    readonly count: number;
  }[];
  /** The people with the most resets, of those with several, at most ten. */
  readonly people: readonly { readonly id: string; readonly count: number }[];
}

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
  /** How many days from then on. */
  readonly days: number;
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
  /** The staff with the most changes, at most ten. */
  readonly actors: readonly {
    readonly id: string;
    readonly realm: string | null;
    readonly count: number;
  }[];
  /** The people with the most resets, of those with several, at most ten. */
  readonly people: readonly { readonly id: string; readonly count: number }[];
}

/** The changes of one day, by what they were and how they ended. */
export interface CountsOfDay {
  readonly day: number;
  readonly changes: number;
  readonly byEffect: ReadonlyMap<ChangeEffect, number>;
  /** A change of several kinds counts in each. */
  readonly byKind: ReadonlyMap<DeviceKind, number>;
  readonly byRole: ReadonlyMap<Role, number>;
  /** The changes that ended on this day. */
  readonly byOutcome: ReadonlyMap<RecordedOutcome, number>;
}

/** Counts the changes of some days, also of those without a change. */
export function countsOfDays(
  { requests, outcomes }: Pick<Insights, 'requests' | 'outcomes'>,
  { sinceDay, days }: { readonly sinceDay: number; readonly days: number },
): readonly CountsOfDay[] {
  return Array.from({ length: days }, (_, index) => {
    const day = sinceDay + index;
    const requested = requests.filter((one) => one.day === day);
    const ended = outcomes.filter((one) => one.day === day);
    return {
      day,
      changes: requested.reduce((sum, { count }) => sum + count, 0),
      byEffect: summed(requested, ({ effect }) => [effect]),
      byKind: summed(requested, ({ kinds }) => kinds),
      byRole: summed(requested, ({ role }) => [role]),
      byOutcome: summed(ended, ({ outcome }) => [outcome]),
    };
  });
}

/** Adds up the counts of each group, in the order in which the groups appear. */
function summed<Item extends { readonly count: number }, Group>(
  items: readonly Item[],
  groupsOf: (item: Item) => readonly Group[],
): ReadonlyMap<Group, number> {
  const sums = new Map<Group, number>();
  for (const item of items)
    for (const group of groupsOf(item)) sums.set(group, (sums.get(group) ?? 0) + item.count);
  return sums;
}

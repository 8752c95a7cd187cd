import type { RealmInsightsQuery } from '@identity-gateway/client';
import type { MessageKey } from '../text/catalogue.ts';

/** The counts of a realm. */
export type Insights = NonNullable<RealmInsightsQuery['deviceChangeInsights']>;

/** By what the changes of a day are divided. */
export const divisions = ['effect', 'kind', 'role', 'outcome'] as const;
export type Division = (typeof divisions)[number];

/** A part of the changes of a day. */
export interface Group {
  readonly name: string;
  readonly label: MessageKey;
}

/** The changes of a day, by the names of the groups. */
export interface DayCounts {
  readonly startsAt: string;
  readonly total: number;
  readonly counts: ReadonlyMap<string, number>;
}

type Day = Insights['days'][number];

const groupsOf = {
  effect: ({ byEffect }: Day) =>
    byEffect.map(({ effect, count }) => [effect, `insights.effect.${effect}`, count] as const),
  kind: ({ byKind }: Day) =>
    byKind.map(({ kind, count }) => [kind, `kind.${kind}.title`, count] as const),
  role: ({ byRole }: Day) =>
    byRole.map(({ role, count }) => [role, `insights.role.${role}`, count] as const),
  outcome: ({ byOutcome }: Day) =>
    byOutcome.map(({ outcome, count }) => [outcome, `insights.outcome.${outcome}`, count] as const),
} satisfies Record<Division, (day: Day) => (readonly [string, MessageKey, number])[]>;

/** Returns the groups that occur, the largest first, and the counts of every day. */
export function divide(
  days: readonly Day[],
  by: Division,
): { readonly groups: readonly Group[]; readonly days: readonly DayCounts[] } {
  const sums = new Map<string, Group & { readonly sum: number }>();
  const divided = days.map((day): DayCounts => {
    const counts = new Map<string, number>();
    for (const [name, label, count] of groupsOf[by](day)) {
      counts.set(name, count);
      sums.set(name, { name, label, sum: (sums.get(name)?.sum ?? 0) + count });
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { startsAt: day.startsAt, total, counts };
  });
  const groups = [...sums.values()].toSorted((one, other) => other.sum - one.sum);
  return { groups, days: divided };
}

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

/** Each count has a value in the one point by which it is divided. */
const groupsOf = {
  effect: ({ byEffect }: Day) =>
    byEffect.map(({ effect, count }) => [effect, effect && `insights.effect.${effect}`, count]),
  kind: ({ byKind }: Day) =>
    byKind.map(({ kind, count }) => [kind, kind && `kind.${kind}.title`, count]),
  role: ({ byRole }: Day) =>
    byRole.map(({ role, count }) => [role, role && `insights.role.${role}`, count]),
  outcome: ({ byOutcome }: Day) =>
    byOutcome.map(({ outcome, count }) => [
      outcome,
      outcome && `insights.outcome.${outcome}`,
      count,
    ]),
} satisfies Record<Division, (day: Day) => [string | null, MessageKey | null, number][]>;

/** Returns the groups that occur, the largest first, and the counts of every day. */
export function divide(
  days: readonly Day[],
  by: Division,
): { readonly groups: readonly Group[]; readonly days: readonly DayCounts[] } {
  const sums = new Map<string, Group & { readonly sum: number }>();
  const divided = days.map((day): DayCounts => {
    const counts = new Map<string, number>();
    for (const [name, label, count] of groupsOf[by](day)) {
      if (name === null || label === null) continue;
      counts.set(name, count);
      sums.set(name, { name, label, sum: (sums.get(name)?.sum ?? 0) + count });
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { startsAt: day.startsAt, total, counts };
  });
  const groups = [...sums.values()].toSorted((one, other) => other.sum - one.sum);
  return { groups, days: divided };
}

import { Args, ArgsType, Ctx, Directive, Field, Int, Resolver } from 'type-graphql';
import { badInput } from '../../domain/values/failure.ts';
import { dayMs, type Insights } from '../../domain/change/insights.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableField, NullableQuery } from '../fields/nullable-field.ts';
import { permitRealm } from '../fields/permits.ts';
import type { RequestContext } from '../request/context.ts';
import type { RealmGrant } from '../../access/grant.ts';
import { DeviceChangeInsights, type DayOfDeviceChanges } from './insights.type.ts';

const maxDays = 31;

@ArgsType()
class InsightsArguments {
  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's own, or the default one.",
  )
  realm?: string | null;

  @Field(() => Int, {
    defaultValue: 30,
    description: `How many days, today included, 1 to ${maxDays}. Days start at midnight in UTC.`,
  })
  days!: number;
}

@Resolver()
export class InsightsResolver {
  @Access({ effect: 'viewInsights', permit: permitRealm })
  @Cost({ calls: 3, ledger: 400 })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => DeviceChangeInsights,
    'Counts of what was changed in a realm, by day, reason, staff and person.',
  )
  async deviceChangeInsights(
    @Args(() => InsightsArguments) { days }: InsightsArguments,
    @Granted() { realm }: RealmGrant,
    @Ctx() { ledger, now }: RequestContext,
  ): Promise<DeviceChangeInsights> {
    if (days < 1 || days > maxDays) throw badInput('days', `Ask for 1 to ${maxDays} days.`);
    const today = Math.floor(now() / dayMs);
    const sinceDay = today - days + 1;
    const found = await ledger.insights({ realm: realm.name, sinceDay });
    const { count: openReports, oldestAt } = found.openReports;
    return {
      ...found,
      openReports,
      oldestOpenReportAt: oldestAt === null ? null : new Date(oldestAt),
      registrationsAgain: found.registrations.count,
      medianSecondsToRegister: found.registrations.medianSeconds,
      days: Array.from({ length: days }, (_, index) => dayOf(sinceDay + index, found)),
      refusals: found.refusals.toSorted((one, other) => other.count - one.count),
      busiestStaff: found.actors.map(({ id, ...actor }) => ({ ...actor, amId: id })),
      repeatedResets: found.people.map(({ id, count }) => ({ amId: id, count })),
    };
  }
}

function dayOf(day: number, { requests, outcomes }: Insights): DayOfDeviceChanges {
  const requested = requests.filter((one) => one.day === day);
  const kinds = requested.flatMap(({ kinds: all, count }) => all.map((kind) => ({ kind, count })));
  const ended = outcomes.filter((one) => one.day === day);
  return {
    startsAt: new Date(day * dayMs),
    changes: requested.reduce((sum, { count }) => sum + count, 0),
    byEffect: summed(
      requested,
      ({ effect }) => effect,
      (effect, count) => ({ effect, count }),
    ),
    byKind: summed(
      kinds,
      ({ kind }) => kind,
      (kind, count) => ({ kind, count }),
    ),
    byRole: summed(
      requested,
      ({ role }) => role,
      (role, count) => ({ role, count }),
    ),
    byOutcome: summed(
      ended,
      ({ outcome }) => outcome,
      (outcome, count) => ({ outcome, count }),
    ),
  };
}

/** Adds up the counts of each group, in the order in which the groups appear. */
function summed<Item extends { readonly count: number }, Group, Sum>(
  items: readonly Item[],
  groupOf: (item: Item) => Group,
  sumOf: (group: Group, count: number) => Sum,
): Sum[] {
  const sums = new Map<Group, number>();
  for (const item of items) {
    const group = groupOf(item);
    sums.set(group, (sums.get(group) ?? 0) + item.count);
  }
  return [...sums].map(([group, count]) => sumOf(group, count));
}

import { Args, ArgsType, Ctx, Directive, Field, Int, Resolver } from 'type-graphql';
import { badInput } from '../../domain/values/failure.ts';
import { countsOfDays, dayMs, type CountsOfDay } from '../../domain/change/insights.ts';
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
    const found = await ledger.insights({ realm: realm.name, sinceDay, days });
    const { count: openReports, oldestAt } = found.openReports;
    return {
      ...found,
      openReports,
      oldestOpenReportAt: oldestAt === null ? null : new Date(oldestAt),
      days: countsOfDays(found, { sinceDay, days }).map(shownDay),
      refusals: found.refusals
        .toSorted((one, other) => other.count - one.count)
        .map(({ code, count }) => ({ refusal: code, count })),
      busiestStaff: found.actors.map(({ id, ...actor }) => ({ ...actor, amId: id })),
      repeatedResets: found.people.map(({ id, count }) => ({ amId: id, realm: realm.name, count })),
    };
  }
}

function shownDay({ day, changes, ...counts }: CountsOfDay): DayOfDeviceChanges {
  return {
    startsAt: new Date(day * dayMs),
    changes,
    byEffect: Array.from(counts.byEffect, ([effect, count]) => ({ effect, count })),
    byKind: Array.from(counts.byKind, ([kind, count]) => ({ kind, count })),
    byRole: Array.from(counts.byRole, ([role, count]) => ({ role, count })),
    byOutcome: Array.from(counts.byOutcome, ([outcome, count]) => ({ outcome, count })),
  };
}

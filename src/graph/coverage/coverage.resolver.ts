import { Args, ArgsType, Ctx, Directive, Resolver } from 'type-graphql';
import type { RealmGrant } from '../../access/grant.ts';
import { coverageFigures } from '../../domain/devices/coverage.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableField, NullableQuery } from '../fields/nullable-field.ts';
import { permitArea } from '../fields/permits.ts';
import type { RequestContext } from '../request/context.ts';
import { RealmDeviceCoverage } from './coverage.type.ts';

@ArgsType()
class CoverageArguments {
  @NullableField(
    () => String,
    "The name of a served realm. Absent or null: the caller's own, or the default one.",
  )
  realm?: string | null;

  @NullableField(
    () => String,
    'The name of an area. Absent or null: the whole realm, which is not for staff of an area.',
  )
  area?: string | null;
}

@Resolver()
export class CoverageResolver {
  @Access({ effect: 'viewCoverage', permit: permitArea })
  @Cost({ calls: 3, ledger: 1 })
  @Directive('@tag(name: "staff")')
  @NullableQuery(
    () => RealmDeviceCoverage,
    'Who has which second factors, as last counted. Null if nothing was counted, or the count was pruned.',
  )
  async realmDeviceCoverage(
    @Args(() => CoverageArguments) { area = null }: CoverageArguments,
    @Granted() { realm }: RealmGrant,
    @Ctx() { ledger }: RequestContext,
  ): Promise<RealmDeviceCoverage | null> {
    const found = await ledger.coverage({ realm: realm.name, area });
    if (found === null) return null;
    return {
      ...coverageFigures(found),
      countedAt: new Date(found.countedAt),
      isWhole: found.isWhole,
      notRead: found.notRead,
      byKinds: found.kindSets,
    };
  }
}

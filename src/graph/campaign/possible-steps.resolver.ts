import { Ctx, Resolver, Root } from 'type-graphql';
import { unlessRefused } from '../../access/refusal.ts';
import { countOf } from '../../domain/campaign/campaign-line.ts';
import { possibleSteps, stepRefusal } from '../../domain/campaign/campaign-steps.ts';
import {
  actingCaller,
  permitInItsRealm,
  requireCampaigns,
} from '../../changes/campaigns/see-campaign.ts';
import { unlessFailed } from '../../domain/values/failure.ts';
import { Access } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableFieldResolver } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { Campaign } from './campaign.type.ts';
import { PossibleStep } from './possible-step.type.ts';
import type { ShownCampaign } from './shown-campaign.ts';

@Resolver(() => Campaign)
export class PossibleStepsResolver {
  @Access('with parent')
  @Cost({ calls: 2 })
  @NullableFieldResolver(
    () => [PossibleStep],
    'The steps that the campaign permits now. Empty if the caller may run no campaigns. Null if the ledger cannot be read.',
  )
  async possibleSteps(
    @Root() { stored }: ShownCampaign,
    @Ctx() context: RequestContext,
  ): Promise<readonly PossibleStep[]> {
    const permitted = (): ReturnType<typeof permitInItsRealm> =>
      permitInItsRealm(context, 'runCampaigns', stored);
    const grant = await unlessRefused(permitted);
    if (grant === null) return [];
    const { lines } = await requireCampaigns(context).progress(stored);
    // Null if AM does not report who the caller is.
    const actor = await unlessFailed(() => actingCaller(context, grant.standings[0]));
    return possibleSteps(stored, { failed: countOf(lines, 'failed') }).map((step) => ({
      step,
      isForCaller: actor && stepRefusal(stored, { step, actor }) === null,
    }));
  }
}

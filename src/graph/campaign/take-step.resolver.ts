import { Ctx, Directive, Field, ID, InputType, Resolver } from 'type-graphql';
import {
  actingCaller,
  requireCampaigns,
  type CampaignGrant,
} from '../../changes/campaigns/see-campaign.ts';
import type { RequestedStep } from '../../domain/campaign/campaign-steps.ts';
import { CampaignStep } from '../enums/campaign-enums.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { permitNamedCampaign } from './permit-campaign.ts';
import { shownCampaign, type ShownCampaign } from './shown-campaign.ts';
import {
  noSuchCampaign,
  stepError,
  TakeResetCampaignStepPayload,
  type StepError,
} from './take-step.payload.ts';

@InputType({ description: 'The campaign, and the step to take.' })
class TakeResetCampaignStepInput {
  @Field(() => ID, {
    description:
      'The global id or the reference number of the campaign. Of the number lower case, missing dashes and similar letters are accepted.',
  })
  id!: string;

  @Field(() => CampaignStep, { description: 'The step to take.' })
  step!: RequestedStep;
}

interface StepFields {
  readonly campaign: ShownCampaign | null;
  readonly errors: readonly StepError[];
}

@Resolver()
export class TakeStepResolver {
  @Access({ effect: 'runCampaigns', permit: permitNamedCampaign })
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @NullableMutation(
    () => TakeResetCampaignStepPayload,
    'Takes a step of a campaign: starts its dry run, starts, pauses, resumes or ends it, or tries its failures again. `ResetCampaign.possibleSteps` lists the steps that it permits now.',
  )
  async takeResetCampaignStep(
    @Input(() => TakeResetCampaignStepInput) { step }: TakeResetCampaignStepInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    if (grant === null) return { campaign: null, errors: [noSuchCampaign] };
    const { id } = grant.campaign;
    const campaigns = requireCampaigns(context);
    // The caller acts by their directory entry.
    const actor = await actingCaller(context, grant);
    const result = await campaigns.take({ id, step, actor });
    if (result.kind === 'taken') return { campaign: shownCampaign(result.campaign), errors: [] };
    const errors = [stepError(result)];
    const current = await campaigns.find(id);
    return { campaign: current && shownCampaign(current), errors };
  }
}

import { Ctx, Directive, Field, ID, InputType, Resolver } from 'type-graphql';
import type { RequestedStep } from '../../domain/campaign/campaign-steps.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import type { RequestContext } from '../request/context.ts';
import { CampaignPayload, stepError } from './campaign.payload.ts';
import { permitNamedCampaign } from './permit-campaign.ts';
import {
  actingCaller,
  requireCampaigns,
  type CampaignGrant,
} from '../../changes/campaigns/see-campaign.ts';
import { shownCampaign, type ShownCampaign } from './shown-campaign.ts';

@InputType()
abstract class CampaignInput {
  @Field(() => ID, {
    description:
      'The global id or the reference number of the campaign. Of the number lower case, missing dashes and similar letters are accepted.',
  })
  id!: string;
}

/** The mutation of a step: what it does, which campaign its input names, and its result. */
interface StepMutation {
  readonly step: RequestedStep;
  readonly does: string;
  readonly campaign: string;
  readonly result: string;
}

interface StepFields {
  readonly campaign: ShownCampaign | null;
  readonly errors: readonly object[];
}

/** Declares the mutation of a step, with its input and its payload. */
function StepResolver(name: string, { step, does, campaign, result }: StepMutation) {
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

  @InputType(`${typeName}Input`, { description: campaign })
  class StepInput extends CampaignInput {}

  @ValueType(result, { name: `${typeName}Payload` })
  class StepPayload extends CampaignPayload {}

  @Resolver()
  class ResolverOfStep {
    @Access({ effect: 'runCampaigns', permit: permitNamedCampaign })
    @Cost({ calls: 4 })
    @Directive('@tag(name: "staff")')
    @NullableMutation(() => StepPayload, does, { name })
    take(
      @Input(() => StepInput) _input: StepInput,
      @Granted() grant: CampaignGrant | null,
      @Ctx() context: RequestContext,
    ): Promise<StepFields> {
      return take(step, grant, context);
    }
  }
  return ResolverOfStep;
}

export const campaignStepResolvers = [
  StepResolver('checkResetCampaign', {
    step: 'dry run started',
    does: 'Starts the dry run of a campaign, which reads the devices of each person and changes nothing. Its end is seen in the state and the progress.',
    campaign: 'The campaign whose dry run to start.',
    result: 'The result of starting a dry run.',
  }),
  StepResolver('startResetCampaign', {
    step: 'started',
    does: 'Starts a campaign whose dry run has ended. Another person than its creator must start it.',
    campaign: 'The campaign to start.',
    result: 'The result of starting a campaign.',
  }),
  StepResolver('pauseResetCampaign', {
    step: 'paused',
    does: 'Pauses a running campaign. People in progress are finished.',
    campaign: 'The campaign to pause.',
    result: 'The result of pausing a campaign.',
  }),
  StepResolver('resumeResetCampaign', {
    step: 'resumed',
    does: 'Continues a paused campaign where it stopped.',
    campaign: 'The campaign to resume.',
    result: 'The result of resuming a campaign.',
  }),
  StepResolver('abortResetCampaign', {
    step: 'aborted',
    does: 'Ends a campaign for good. People in progress are finished.',
    campaign: 'The campaign to abort.',
    result: 'The result of aborting a campaign.',
  }),
  StepResolver('retryFailedOfResetCampaign', {
    step: 'failures retried',
    does: 'Tries people whose reset failed again, also after the end. Another person than the creator must do it.',
    campaign: 'The campaign whose failures to try again.',
    result: 'The result of trying failures again.',
  }),
] as const;

/** Takes a step as the caller, by their directory entry. */
async function take(
  step: RequestedStep,
  grant: CampaignGrant | null,
  context: RequestContext,
): Promise<StepFields> {
  if (grant === null) return { campaign: null, errors: [stepError({ kind: 'unknown' })] };
  const actor = await actingCaller(context, grant);
  const result = await requireCampaigns(context).take({ id: grant.campaign.id, step, actor });
  return result.kind === 'taken'
    ? { campaign: shownCampaign(result.campaign), errors: [] }
    : { campaign: null, errors: [stepError(result)] };
}

import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { RequestedStep } from '../../domain/campaign.ts';
import { Access, Granted } from '../access.ts';
import { Cost } from '../cost.ts';
import type { RequestContext } from '../request/context.ts';
import { actingCaller } from './acting-caller.ts';
import {
  AbortCampaignInput,
  PauseCampaignInput,
  ResumeCampaignInput,
  RetryFailedOfCampaignInput,
  StartCampaignInput,
} from './campaign.input.ts';
import {
  AbortCampaignPayload,
  PauseCampaignPayload,
  ResumeCampaignPayload,
  RetryFailedOfCampaignPayload,
  StartCampaignPayload,
  stepError,
} from './campaign.payload.ts';
import { campaignsOf, permitCampaign, type CampaignGrant } from './permit-campaign.ts';
import { shownCampaign, type ShownCampaign } from './shown-campaign.ts';

interface StepFields {
  readonly campaign: ShownCampaign | null;
  readonly errors: readonly object[];
}

const rule = { effect: 'runCampaigns', permit: permitCampaign } as const;

@Resolver()
export class CampaignStepsResolver {
  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => StartCampaignPayload, {
    nullable: true,
    description:
      'Starts a campaign whose dry run has ended. Another person than its creator must start it.',
  })
  startCampaign(
    @Arg('input', () => StartCampaignInput, { description: 'The campaign to start.' })
    _input: StartCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('started', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => PauseCampaignPayload, {
    nullable: true,
    description: 'Pauses a running campaign. People in progress are finished.',
  })
  pauseCampaign(
    @Arg('input', () => PauseCampaignInput, { description: 'The campaign to pause.' })
    _input: PauseCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('paused', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => ResumeCampaignPayload, {
    nullable: true,
    description: 'Continues a paused campaign where it stopped.',
  })
  resumeCampaign(
    @Arg('input', () => ResumeCampaignInput, { description: 'The campaign to resume.' })
    _input: ResumeCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('resumed', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => AbortCampaignPayload, {
    nullable: true,
    description: 'Ends a campaign for good. People in progress are finished.',
  })
  abortCampaign(
    @Arg('input', () => AbortCampaignInput, { description: 'The campaign to abort.' })
    _input: AbortCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('aborted', grant, context);
  }

  @Access(rule)
  @Cost({ calls: 4 })
  @Directive('@tag(name: "staff")')
  @Mutation(() => RetryFailedOfCampaignPayload, {
    nullable: true,
    description:
      'Tries people whose reset failed again, also after the end. Another person than the creator must do it.',
  })
  retryFailedOfCampaign(
    @Arg('input', () => RetryFailedOfCampaignInput, {
      description: 'The campaign whose failures to try again.',
    })
    _input: RetryFailedOfCampaignInput,
    @Granted() grant: CampaignGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<StepFields> {
    return take('failures retried', grant, context);
  }
}

/** Takes a step as the caller, by their directory entry. */
async function take(
  step: RequestedStep,
  grant: CampaignGrant | null,
  context: RequestContext,
): Promise<StepFields> {
  if (grant === null) return { campaign: null, errors: [stepError({ kind: 'unknown' })] };
  const actor = await actingCaller(context, grant.role);
  const result = await campaignsOf(context).take({ id: grant.campaign.id, step, actor });
  return result.kind === 'taken'
    ? { campaign: shownCampaign(result.campaign), errors: [] }
    : { campaign: null, errors: [stepError(result)] };
}
